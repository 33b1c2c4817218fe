import { satisfies } from './specifier.ts';

/**
 * Whether some version fits both PEP 440 specifiers. Tried are every version that either names and one just above
 * each: where two ranges meet, they do so at a bound. Undefined where one of them can't be read.
 */
export function specifiersMeet(a: string, b: string): boolean | undefined {
  if (a === '' || b === '') return true;
  const named = [...`${a},${b}`.matchAll(/(?:[<>=!~]=?=?)\s*([^\s,]+)/g)].map((match) =>
    match[1]!.replace(/\.\*$/, ''),
  );
  const tried = named.flatMap((version) => [version, `${version}.1`, `${version}.0.1`, justBelow(version)]);
  let undecided = false;
  for (const version of tried) {
    const answers = [satisfies(version, a), satisfies(version, b)];
    if (answers.every((answer) => answer === true)) return true;
    undecided ||= answers.includes(undefined);
  }
  // `<2` alone names nothing that fits it
  if (satisfies('0', a) === true && satisfies('0', b) === true) return true;
  return undecided ? undefined : false;
}

/** 1.0 -> 0.99999: a range that only has an upper bound begins below it. */
function justBelow(version: string): string {
  const parts = version.split('.').map((part) => Number.parseInt(part, 10) || 0);
  const last = parts.findLastIndex((part) => part > 0);
  if (last < 0) return '0';
  return [...parts.slice(0, last), parts[last]! - 1, 99999].join('.');
}
