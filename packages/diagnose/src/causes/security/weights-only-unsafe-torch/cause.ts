import { compareVersions } from '@plumb/python';
import type { Cause, Match } from '../../../cause.ts';
import type { Facts } from '../../../facts.ts';
import { fromPackage, installed, onlyLoadAsked } from '../../look-up-facts.ts';

const FIRST_SAFE = '2.6';

function match(facts: Facts): Match | undefined {
  const pickles = facts.checkpoints.filter(({ format }) => format === 'torch-zip');
  const old = installed(facts, 'torch').filter(
    ({ installed: { version } }) => compareVersions(version, FIRST_SAFE) < 0,
  );
  if (pickles.length === 0 || old.length === 0 || onlyLoadAsked(facts)) return undefined;
  return {
    strength: 'possible',
    evidence: [
      ...old.map(fromPackage),
      ...pickles.map(({ path }) => ({ kind: 'checkpoint', place: path, text: 'a PyTorch pickle' }) as const),
    ],
    details: { torch: old[0]!.installed.version },
  };
}

export const weightsOnlyUnsafeTorch: Cause = {
  code: 'security/weights-only-unsafe-torch',
  title: '`weights_only=True` does not protect under torch {torch}',
  what: 'Before torch 2.6 a prepared file could run code in spite of `weights_only=True`.',
  why: 'CVE-2025-32434: the restricted unpickler handled some tensor types through code that was not restricted. It explains no low score.',
  covers: ['H02'],
  explains: [],
  leadsTo: [],
  remedies: [
    {
      when: 'now',
      text: 'Look at the globals of a pickle from elsewhere before it is loaded.',
      commands: ['plumb inspect CHECKPOINT'],
      cost: 'Seconds.',
      risk: 'None.',
    },
    {
      when: 'long-term',
      text: 'Upgrade torch, or use safetensors.',
      commands: ["pip install --upgrade 'torch>=2.6'"],
      cost: 'A large download; compiled extensions must follow.',
      risk: 'Policies that pin torch 2.2 (OpenVLA) have to be tested anew.',
    },
  ],
  match,
};
