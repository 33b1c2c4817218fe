import type { Cause, Match } from '../../../cause.ts';
import type { Facts } from '../../../facts.ts';
import { firstOfEachLog, fromLog, logHits } from '../../look-up-facts.ts';

const CODE = 'load/shard-missing';

function match(facts: Facts): Match | undefined {
  const files = facts.problems.filter(({ code }) => /SHARD/.test(code ?? ''));
  const logged = firstOfEachLog(logHits(facts, CODE, 'not-found'));
  if (files.length + logged.length === 0) return undefined;
  return {
    strength: 'proven',
    evidence: [
      ...files.map(({ path, error }) => ({ kind: 'checkpoint', place: path, text: error }) as const),
      ...logged.map(fromLog),
    ],
    details: { shard: logged[0]?.event.groups.shard ?? 'a shard that the index names' },
  };
}

export const shardMissing: Cause = {
  code: CODE,
  title: 'A shard of the checkpoint is not there: {shard}',
  what: 'The index assigns tensors to files; at least one of them is not on this disk.',
  why: 'A download of the folder stopped half-way, or the index is that of another export. Loaders that take whatever files they find leave the layers of the missing one at their initial values, without a word.',
  covers: ['A14'],
  explains: ['load-raises'],
  leadsTo: [],
  remedies: [
    {
      when: 'now',
      text: 'Fetch the missing files, then compare the index with the folder.',
      commands: ['plumb inspect CHECKPOINT'],
      cost: 'The download.',
      risk: 'None.',
    },
  ],
  logPatterns: [
    {
      name: 'not-found',
      contains: '-of-',
      regex:
        /No such file or directory: ["']?(?:[^"'\n]*\/)?(?<shard>[\w.-]*-\d{5}-of-\d{5}\.(?:safetensors|bin))/,
    },
  ],
  match,
};
