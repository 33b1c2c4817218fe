/** Changes a JSON header value by value, and the length in front of it. */

const STRANGE = [
  null,
  true,
  0,
  -1,
  1,
  2.5,
  1e300,
  2 ** 53,
  2 ** 63,
  '',
  'F32',
  'BF16',
  '__metadata__',
  '../../etc/passwd',
  '\u0000',
  [],
  {},
  [0, 0],
  [0, 8],
  [-1],
  [2 ** 40, 2 ** 40],
  [[[[]]]],
  { dtype: 'F32' },
];

function mutateValue(value, random, depth = 0) {
  const pick = (list) => list[Math.floor(random() * list.length)];
  if (random() < 0.15 || value === null || typeof value !== 'object') {
    if (typeof value === 'number' && random() < 0.6) return value + pick([1, -1, 8, -8, 2 ** 32]);
    return pick(STRANGE);
  }
  const entries = Object.entries(value);
  // the order of names says nothing; a change that a reader must survive, and read
  if (random() < 0.2 && !Array.isArray(value)) return Object.fromEntries(entries.reverse());
  if (entries.length === 0 || depth > 6) return pick(STRANGE);
  const at = Math.floor(random() * entries.length);
  const kind = random();
  if (kind < 0.15) entries.splice(at, 1);
  else if (kind < 0.25) entries.push([`new${depth}`, entries[at][1]]);
  else if (kind < 0.32)
    entries[at][0] = pick(['__proto__', '__metadata__', '', 'constructor', entries[0][0]]);
  else entries[at][1] = mutateValue(entries[at][1], random, depth + 1);
  return Array.isArray(value) ? entries.map(([, item]) => item) : Object.fromEntries(entries);
}

export function mutateJson(text, random) {
  let value = JSON.parse(text);
  for (let rounds = random() < 0.6 ? 1 : 3; rounds > 0; rounds--) value = mutateValue(value, random) ?? {};
  let out = JSON.stringify(value) ?? '{}';
  if (random() < 0.15) out = out.slice(0, Math.floor(random() * out.length));
  if (random() < 0.1) out = out.replace(/[[{]/, (bracket) => bracket.repeat(Math.floor(random() * 3000)));
  if (random() < 0.1) out = `${out}${' '.repeat(Math.floor(random() * 20))}`;
  return out;
}

export function mutateSafetensors(original, random) {
  const length = Number(original.readBigUInt64LE());
  let header = original.subarray(8, 8 + length);
  let data = original.subarray(8 + length);
  if (random() < 0.8) header = Buffer.from(mutateJson(header.toString(), random));
  else if (header.length > 0) {
    header = Buffer.from(header);
    header[Math.floor(random() * header.length)] = Math.floor(random() * 256);
  }
  if (random() < 0.2) data = random() < 0.5 ? data.subarray(1) : Buffer.concat([data, Buffer.alloc(9)]);
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(header.length));
  if (random() < 0.2) size[Math.floor(random() * 8)] ^= 1 << Math.floor(random() * 8);
  const whole = Buffer.concat([size, header, data]);
  return random() < 0.1 ? whole.subarray(0, Math.floor(random() * whole.length)) : whole;
}
