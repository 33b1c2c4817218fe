import { createHash } from 'node:crypto';

/** SHA-256 over float64s, little endian, hexadecimal. */
export function digestOf(rows: readonly Float64Array[]): string {
  const hash = createHash('sha256');
  for (const row of rows) {
    const bytes = Buffer.alloc(row.length * 8);
    row.forEach((value, i) => {
      bytes.writeDoubleLE(value, i * 8);
    });
    hash.update(bytes);
  }
  return hash.digest('hex');
}
