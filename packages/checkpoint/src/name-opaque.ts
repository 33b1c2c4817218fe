const OPAQUE: readonly (readonly [name: string, signature: string])[] = [
  ['7-Zip', '377abcaf271c'],
  ['bzip2', '425a68'],
  ['xz', 'fd377a585a00'],
  ['lzma', '5d000080'],
  ['Zstandard', '28b52ffd'],
  ['LZ4', '04224d18'],
  ['RAR', '526172211a07'],
];

/** The packer of bytes that Plumb cannot unpack. */
export function nameOpaque(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, 8)).toString('hex');
  return OPAQUE.find(([, signature]) => head.startsWith(signature))?.[0];
}
