import { type Interval, wilsonInterval, Z_95 } from './wilson.ts';

/** Outcomes of the same episodes under two policies. */
export interface PairedCounts {
  readonly both: number;
  readonly onlyA: number;
  readonly onlyB: number;
  readonly neither: number;
}

/**
 * Exact McNemar test, two-sided: the probability that a fair coin parts the pairs that differ at least this unevenly
 * (McNemar, 1947, Psychometrika 12:153; binomial form). 1 where none differ.
 */
export function mcnemarExact({ onlyA, onlyB }: PairedCounts): number {
  const differing = onlyA + onlyB;
  const smaller = Math.min(onlyA, onlyB);
  // in logarithms: 2^-n of a whole benchmark is below the smallest double
  let logTerm = -differing * Math.LN2;
  let tail = 0;
  for (let k = 0; k <= smaller; k++) {
    tail += Math.exp(logTerm);
    logTerm += Math.log((differing - k) / (k + 1));
  }
  return Math.min(1, 2 * tail);
}

/**
 * 95 % interval of the difference rate A - rate B of pairs, from both Wilson intervals and the pairs' correlation
 * (Newcombe, 1998, Statistics in Medicine 17:2635, method 10).
 */
export function pairedDifference({
  both,
  onlyA,
  onlyB,
  neither,
}: PairedCounts): Interval & { value: number } {
  const pairs = both + onlyA + onlyB + neither;
  const [a, b] = [both + onlyA, both + onlyB];
  const [rateA, rateB] = [a / pairs, b / pairs];
  const [ofA, ofB] = [wilsonInterval(a, pairs), wilsonInterval(b, pairs)];
  const margins = a * (pairs - a) * b * (pairs - b);
  const product = both * neither - onlyA * onlyB;
  const corrected = product > 0 ? Math.max(0, product - pairs / 2) : product;
  const phi = margins === 0 ? 0 : corrected / Math.sqrt(margins);
  const reach = (x: number, y: number) => Math.sqrt(Math.max(0, x * x - 2 * phi * x * y + y * y));
  const value = rateA - rateB;
  return {
    value,
    low: value - reach(rateA - ofA.low, ofB.high - rateB),
    high: value + reach(ofA.high - rateA, rateB - ofB.low),
  };
}

const Z_POWER_80 = 0.8416212335729143;

/**
 * Pairs needed to tell such a difference with 80 % power at the 5 % level (Connor, 1987, Biometrics 43:207).
 * Undefined where no pair differs: then nothing says how large the difference might be.
 */
export function pairsNeeded(counts: PairedCounts): number | undefined {
  const pairs = counts.both + counts.onlyA + counts.onlyB + counts.neither;
  const differing = (counts.onlyA + counts.onlyB) / pairs;
  const difference = Math.abs(counts.onlyA - counts.onlyB) / pairs;
  if (difference === 0) return undefined;
  const root =
    Z_95 * Math.sqrt(differing) + Z_POWER_80 * Math.sqrt(Math.max(0, differing - difference * difference));
  return Math.ceil((root * root) / (difference * difference));
}
