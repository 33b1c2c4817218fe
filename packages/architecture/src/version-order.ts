/**
 * Whether a version lies before `major.minor`, or `major.minor.patch`. Reads the numbers only, which is all that any table
 * here needs, and keeps this room's fast part free of @plumb/python. A text without numbers is before nothing.
 */
export function isBefore(
  version: string,
  limit: `${number}.${number}` | `${number}.${number}.${number}`,
): boolean {
  return isOlderThan(version, limit);
}

/** As `isBefore`, for two versions as files name them. */
export function isOlderThan(version: string, other: string): boolean {
  const [a, b] = [numbersOf(version), numbersOf(other)];
  if (!a || !b) return false;
  const differs = [0, 1, 2].find((i) => a[i] !== b[i]);
  return differs !== undefined && a[differs]! < b[differs]!;
}

function numbersOf(version: string): number[] | undefined {
  const found = /^\D*(\d+)(?:\.(\d+))?(?:\.(\d+))?/.exec(version);
  return found?.slice(1).map((number) => Number(number ?? 0));
}
