import type { Symptom } from '../cause.ts';
import type { Facts } from '../facts.ts';
import { findCountMismatch } from './count-mismatch.ts';
import { findEpisodesRaise } from './episodes-raise.ts';
import { findFixedEarlyEnd } from './fixed-early-end.ts';
import { findHangs } from './hang.ts';
import { findLoadRaises } from './load-raises.ts';
import { findOfflineOnlineGap } from './offline-online-gap.ts';
import { findRaises } from './raises.ts';
import { findFewSuccesses } from './success.ts';

/** The gravest first: what keeps the program from its work stands before what is wrong with its answer. */
const ORDER = [
  'import-raises',
  'load-raises',
  'episodes-raise',
  'no-success',
  'below-expectation',
  'hang',
  'script-raises',
  'offline-online-gap',
  'fixed-early-end',
  'count-mismatch',
] as const satisfies readonly Symptom['kind'][];

export function gravity(kind: Symptom['kind']): number {
  return ORDER.indexOf(kind);
}

/** What the user saw, or will see. Ids are `<kind>-<n>`. */
export function findSymptoms(facts: Facts): Symptom[] {
  const drafts = [
    findLoadRaises,
    findRaises,
    findEpisodesRaise,
    findHangs,
    findFewSuccesses,
    findOfflineOnlineGap,
    findFixedEarlyEnd,
    findCountMismatch,
  ]
    .flatMap((find) => find(facts))
    .sort((a, b) => gravity(a.kind) - gravity(b.kind));
  const counts = new Map<string, number>();
  return drafts.map((draft) => {
    const n = (counts.get(draft.kind) ?? 0) + 1;
    counts.set(draft.kind, n);
    return { id: `${draft.kind}-${n}`, ...draft };
  });
}
