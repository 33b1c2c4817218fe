/** A path as one may paste it into a POSIX shell. */
export function quoteForShell(path: string): string {
  return /^[\w@%+=:,./~-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
