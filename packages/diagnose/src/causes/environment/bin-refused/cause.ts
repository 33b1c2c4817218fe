import { compareVersions } from '@plumb/python';
import type { Cause, Match } from '../../../cause.ts';
import type { Facts } from '../../../facts.ts';
import { firstOfEachLog, fromLog, fromPackage, installed, logHits } from '../../look-up-facts.ts';

const CODE = 'environment/bin-refused';

/** The check is in 4.52.1 and not in 4.51.3 (transformers/utils/import_utils.py). */
const FIRST_WITH_CHECK = '4.52';
const FIRST_ALLOWED_TORCH = '2.6';

function match(facts: Facts): Match | undefined {
  const logged = firstOfEachLog(logHits(facts, CODE, 'refused'));
  const torch = installed(facts, 'torch').filter(
    ({ installed: { version } }) => compareVersions(version, FIRST_ALLOWED_TORCH) < 0,
  );
  const transformers = installed(facts, 'transformers').filter(
    ({ fact, installed: { version } }) =>
      compareVersions(version, FIRST_WITH_CHECK) >= 0 && torch.some((t) => t.fact === fact),
  );
  const bins = facts.checkpoints.filter(({ path }) => /pytorch_model[\w.-]*\.bin$/.test(path));
  const predicted = transformers.length > 0 && bins.length > 0;
  if (logged.length === 0 && !predicted) return undefined;
  return {
    strength: logged.length > 0 ? 'proven' : 'likely',
    evidence: [
      ...logged.map(fromLog),
      ...(predicted ? [...torch, ...transformers].map(fromPackage) : []),
      ...(predicted
        ? bins.map(
            ({ path }) => ({ kind: 'checkpoint', place: path, text: 'a pickle, not safetensors' }) as const,
          )
        : []),
    ],
  };
}

export const binRefused: Cause = {
  code: CODE,
  title: 'transformers refuses a `.bin` checkpoint under torch older than 2.6',
  what: '`from_pretrained` raises before it reads the weights, since they are a pickle and torch is older than 2.6.',
  why: '`weights_only=True` did not protect before torch 2.6 (CVE-2025-32434). From 4.52 on transformers therefore opens pickles under newer torch only.',
  covers: ['A26'],
  explains: ['load-raises'],
  leadsTo: [],
  remedies: [
    {
      when: 'now',
      text: 'Use the safetensors form of the same weights; most repositories on the hub have both.',
      commands: ['plumb inspect CHECKPOINT'],
      cost: 'A download.',
      risk: 'None.',
    },
    {
      when: 'long-term',
      text: 'Upgrade torch to 2.6 or later.',
      commands: ["pip install --upgrade 'torch>=2.6'"],
      cost: 'A large download; torchvision and compiled extensions must follow.',
      risk: 'Extensions built for the older torch stop working.',
    },
  ],
  logPatterns: [
    {
      name: 'refused',
      contains: 'serious vulnerability issue in `torch.load`',
      regex: /Due to a serious vulnerability issue in `torch\.load`/,
    },
  ],
  match,
};
