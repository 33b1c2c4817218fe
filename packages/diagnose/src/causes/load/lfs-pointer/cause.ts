import type { Cause, Match } from '../../../cause.ts';
import type { Facts } from '../../../facts.ts';
import { firstOfEachLog, fromLog, logHits } from '../../look-up-facts.ts';

const CODE = 'load/lfs-pointer';

function match(facts: Facts): Match | undefined {
  const files = facts.problems.filter(({ code }) => /LFS/.test(code ?? ''));
  const logged = ['header', 'load-key'].flatMap((pattern) => firstOfEachLog(logHits(facts, CODE, pattern)));
  if (files.length + logged.length === 0) return undefined;
  return {
    // other text files end in the same two messages: an HTML page in place of a download
    strength: files.length > 0 ? 'proven' : 'likely',
    evidence: [
      ...files.map(({ path, error }) => ({ kind: 'checkpoint', place: path, text: error }) as const),
      ...logged.map(fromLog),
    ],
    details: { file: files[0]?.path ?? 'the checkpoint' },
    ...(files.length > 0 ? {} : { next: ['plumb inspect CHECKPOINT'] }),
  };
}

export const lfsPointer: Cause = {
  code: CODE,
  title: 'A text of 130 bytes stands in place of the weights: a git-LFS pointer',
  what: '{file} is not a tensor file. It names one by its hash; the content was never fetched.',
  why: 'A clone without git-lfs installed, or with GIT_LFS_SKIP_SMUDGE, checks out the pointer. Readers of tensors take its letters for a header length or an opcode.',
  covers: ['A12'],
  explains: ['load-raises'],
  leadsTo: [],
  remedies: [
    {
      when: 'now',
      text: 'Fetch the content, and look at the size before the next run.',
      commands: ['git lfs pull', 'plumb inspect CHECKPOINT'],
      cost: 'The download.',
      risk: 'None.',
    },
    {
      when: 'long-term',
      text: 'Download models with a client that knows LFS, and compare the hash.',
      commands: [],
      cost: 'None.',
      risk: 'None.',
    },
  ],
  logPatterns: [
    {
      name: 'header',
      contains: 'HeaderTooLarge',
      regex: /Error while deserializing header: HeaderTooLarge/,
    },
    {
      name: 'load-key',
      contains: "invalid load key, 'v'",
      regex: /UnpicklingError: invalid load key, 'v'/,
    },
  ],
  match,
};
