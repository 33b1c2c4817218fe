/** Whether a Python is at least `major.minor`. */
export function atLeast(python: string, wanted: string): boolean {
  const [major = 0, minor = 0] = python.split('.').map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = wanted.split('.').map(Number);
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}
