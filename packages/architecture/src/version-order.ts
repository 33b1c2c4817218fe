/**
 * Whether a version lies before `major.minor`. Reads the first two numbers only, which is all that any table here
 * needs, and keeps this room's fast part free of @plumb/python. A text without numbers is before nothing.
 */
export function isBefore(version: string, limit: `${number}.${number}`): boolean {
  const [, major, minor] = /^\D*(\d+)(?:\.(\d+))?/.exec(version) ?? [];
  if (major === undefined) return false;
  const [limitMajor, limitMinor] = limit.split('.').map(Number) as [number, number];
  return Number(major) < limitMajor || (Number(major) === limitMajor && Number(minor ?? 0) < limitMinor);
}
