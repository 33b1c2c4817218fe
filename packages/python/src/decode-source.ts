/**
 * Text of a Python source file. UTF-8 unless its first two lines name another encoding (PEP 263) or it starts with a
 * byte order mark. `undecodable` is true where bytes don't fit: Python would refuse the file, we replace them.
 */
export function decodeSource(bytes: Uint8Array): { text: string; undecodable: boolean } {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 400)).split(/\r?\n/, 2);
  const bom = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  // the second line counts only where the first is blank or a comment
  const lines = /^[ \t\f]*(#|$)/.test(head[0] ?? '') ? head : head.slice(0, 1);
  const named = lines.map((line) => /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/.exec(line)?.[1]).find(Boolean);
  const label = bom ? 'utf-8' : (named ?? 'utf-8').toLowerCase().replaceAll('_', '-');
  try {
    return { text: decoder(label, true).decode(bytes), undecodable: false };
  } catch {
    return { text: decoder('utf-8', false).decode(bytes), undecodable: true };
  }
}

function decoder(label: string, fatal: boolean): InstanceType<typeof TextDecoder> {
  // Python's names that the WHATWG list lacks
  const known: Record<string, string> = { 'latin-1': 'latin1', 'iso-latin-1': 'latin1', cp936: 'gbk' };
  return new TextDecoder(known[label] ?? label, { fatal });
}
