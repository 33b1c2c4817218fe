import { PlumbError } from '@plumb/core';
import type { EpisodeRecord } from '../record.ts';
import { mcnemarExact, type PairedCounts, pairedDifference, pairsNeeded } from './paired.ts';
import type { Interval } from './wilson.ts';

/** Two runs on the episodes that both have: same suite, task, episode and init state. */
export interface Comparison extends PairedCounts {
  readonly pairs: number;
  readonly rateA: number;
  readonly rateB: number;
  /** Rate A - rate B, with its 95 % interval. */
  readonly difference: Interval & { readonly value: number };
  /** Exact McNemar, two-sided. */
  readonly p: number;
  /** Pairs that would tell this difference with 80 % power; absent where there is none. */
  readonly pairsNeeded?: number;
  /** Scored episodes that have no partner. */
  readonly unpairedA: number;
  readonly unpairedB: number;
  /** Whether the pairs were seeded alike: fixtures stand elsewhere under another seed. */
  readonly sameSeed: boolean;
}

const isScored = (record: EpisodeRecord) => record.status === 'success' || record.status === 'failure';
const pairKey = (record: EpisodeRecord) =>
  `${record.suite}/${record.taskName}/${record.episode}/${record.initState}`;

/** Throws `COMPARE_NO_PAIRS`. */
export function compareRuns(a: readonly EpisodeRecord[], b: readonly EpisodeRecord[]): Comparison {
  const scoredA = a.filter(isScored);
  const others = new Map(b.filter(isScored).map((record) => [pairKey(record), record]));
  const counts = { both: 0, onlyA: 0, onlyB: 0, neither: 0 };
  let [pairs, sameSeed] = [0, true];
  for (const record of scoredA) {
    const other = others.get(pairKey(record));
    if (other === undefined) continue;
    pairs++;
    sameSeed &&= other.seed === record.seed;
    const [inA, inB] = [record.status === 'success', other.status === 'success'];
    counts[inA ? (inB ? 'both' : 'onlyA') : inB ? 'onlyB' : 'neither']++;
  }
  if (pairs === 0) throw noPairs(scoredA.length, others.size);
  const needed = pairsNeeded(counts);
  return {
    ...counts,
    pairs,
    rateA: (counts.both + counts.onlyA) / pairs,
    rateB: (counts.both + counts.onlyB) / pairs,
    difference: pairedDifference(counts),
    p: mcnemarExact(counts),
    ...(needed !== undefined && { pairsNeeded: needed }),
    unpairedA: scoredA.length - pairs,
    unpairedB: others.size - pairs,
    sameSeed,
  };
}

function noPairs(a: number, b: number): PlumbError {
  return new PlumbError({
    code: 'COMPARE_NO_PAIRS',
    what: `The two runs have no episode in common (${a} and ${b} ended in success or failure).`,
    why: 'Runs are compared on the same tasks and init states: anything else mixes luck with skill.',
    remedy: 'Run both on the same suite, with the same tasks and episodes.',
  });
}
