/** Changes the rarer formats where their structure is: pickles in a row, headers as text, counts and lengths. */
import { mutatePickle } from './mutate-pickle.mjs';
import { mutateZip } from './mutate-zip.mjs';

const pickFrom = (random) => (list) => list[Math.floor(random() * list.length)];

/** Where the pickles of torch's stream end: behind the third is the object, then the keys, then the data. */
function pickleStarts(bytes) {
  const starts = [];
  let at = bytes.indexOf('\x80\x02', 0, 'latin1');
  while (at >= 0 && starts.length < 5) {
    starts.push(at);
    const next = bytes.indexOf('.\x80\x02', at, 'latin1');
    at = next < 0 ? -1 : next + 1;
  }
  return starts;
}

/** One of its pickles mutated, replaced, left out or doubled; or a storage's count; or a cut. */
export function mutateStream(original, other, random) {
  const pick = pickFrom(random);
  const bytes = Buffer.from(original);
  const starts = pickleStarts(bytes);
  const i = Math.floor(random() * starts.length);
  const start = starts[i] ?? 0;
  const end = starts[i + 1] ?? bytes.length;
  const part = bytes.subarray(start, end);
  const around = (middle) =>
    Buffer.concat([bytes.subarray(0, start), Buffer.from(middle), bytes.subarray(end)]);
  const kind = random();
  if (other !== undefined) return around(other);
  if (kind < 0.55) return around(mutatePickle(part, part, random));
  if (kind < 0.6) return around(Buffer.concat([part, part]));
  if (kind < 0.65) return around(Buffer.alloc(0));
  if (kind < 0.8) return bytes.subarray(0, Math.floor(random() * bytes.length));
  if (kind < 0.9) {
    const at = Math.floor(random() * Math.max(1, bytes.length - 8));
    bytes.writeBigInt64LE(pick([0n, 1n, -1n, 2n ** 40n, 2n ** 62n]), at);
    return bytes;
  }
  bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
  return bytes;
}

const HEADERS = [
  ["'<f4'", "'<f8'"],
  ["'<f4'", "'|O'"],
  ["'|O'", "'<f4'"],
  ["'<f4'", "'<U9'"],
  ['False', 'True '],
  ['(3, 4)', '(9, 9)'],
  ['(3, 4)', '(-1,4)'],
  ['(4,)', '(1e9'],
  ["'shape'", "'shapf'"],
  ['NUMPY\x01', 'NUMPY\x02'],
  ['NUMPY\x01', 'NUMPY\x03'],
  ['v\x00{', '\xff\xff{'],
];

/** An array's header, or the archive around it. */
export function mutateNpz(original, random) {
  const pick = pickFrom(random);
  if (random() < 0.5) return mutateZip(original, random);
  let text = original.toString('latin1');
  for (let rounds = 1 + Math.floor(random() * 3); rounds > 0; rounds--) {
    const [from, to] = pick(HEADERS);
    const at = text.indexOf(from, Math.floor((random() * text.length) / 2));
    if (at >= 0)
      text = text.slice(0, at) + to.padEnd(from.length).slice(0, from.length) + text.slice(at + from.length);
  }
  const bytes = Buffer.from(text, 'latin1');
  if (random() < 0.4) bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
  return random() < 0.2 ? mutateZip(bytes, random) : bytes;
}

const COUNTS = [
  0n,
  1n,
  7n,
  255n,
  10_000n,
  999_999n,
  10_000_000n,
  2n ** 31n,
  2n ** 32n,
  2n ** 53n,
  2n ** 63n - 1n,
];

/** Counts, lengths and types of a GGUF's header, all of which stand in its first part. */
export function mutateGguf(original, random) {
  const pick = pickFrom(random);
  const bytes = Buffer.from(original);
  for (let rounds = random() < 0.6 ? 1 : 1 + Math.floor(random() * 5); rounds > 0; rounds--) {
    const at = Math.floor(random() * Math.min(bytes.length - 8, random() < 0.3 ? 40 : 2200));
    const kind = random();
    if (kind < 0.45) bytes.writeBigUInt64LE(pick(COUNTS), at);
    else if (kind < 0.7) bytes.writeUInt32LE(Math.floor(random() * 50), at);
    else if (kind < 0.8) bytes.writeUInt32LE(Number(pick(COUNTS) & 0xffffffffn), at);
    else bytes[at] = Math.floor(random() * 256);
  }
  const end = random();
  if (end < 0.1) return bytes.subarray(0, Math.floor(random() * bytes.length));
  return end < 0.15 ? Buffer.concat([bytes, Buffer.alloc(3_000_000, bytes.subarray(0, 2000))]) : bytes;
}
