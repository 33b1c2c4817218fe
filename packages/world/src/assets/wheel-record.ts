/**
 * Checksums of a wheel's files by its RECORD (PEP 376, 427): SHA-256 in hex by path. Files without one, as RECORD itself,
 * are left out.
 */
export function parseWheelRecord(text: string): ReadonlyMap<string, string> {
  const sums = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    // a path with a comma or a quote is quoted, as CSV has it
    const [, quoted, plain, digest] = /^(?:"((?:[^"]|"")*)"|([^,]*)),sha256=([\w-]{43})=?,/.exec(line) ?? [];
    if (digest === undefined) continue;
    const path = quoted === undefined ? plain! : quoted.replaceAll('""', '"');
    sums.set(path, Buffer.from(digest, 'base64url').toString('hex'));
  }
  return sums;
}
