/** Two-sided 95 %. */
export const Z_95 = 1.959963984540054;

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * The interval of a rate (Wilson, 1927, JASA 22:209). Unlike the normal approximation it keeps a width at 0 % and at
 * 100 %, where LIBERO's scores lie. Without trials everything is possible.
 */
export function wilsonInterval(successes: number, trials: number, z = Z_95): Interval {
  if (trials === 0) return { low: 0, high: 1 };
  const rate = successes / trials;
  const z2 = (z * z) / trials;
  const middle = (rate + z2 / 2) / (1 + z2);
  const half = (z / (1 + z2)) * Math.sqrt((rate * (1 - rate)) / trials + z2 / (4 * trials));
  return {
    low: successes === 0 ? 0 : Math.max(0, middle - half),
    high: successes === trials ? 1 : Math.min(1, middle + half),
  };
}
