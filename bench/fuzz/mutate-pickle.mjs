/** Changes a pickle opcode by opcode. */

// what follows each opcode: a number of bytes, a length field of so many bytes, or lines of text
const FIXED = {
  K: 1,
  M: 2,
  J: 4,
  G: 8,
  h: 1,
  j: 4,
  q: 1,
  r: 4,
  '\x80': 1,
  '\x82': 1,
  '\x83': 2,
  '\x84': 4,
  '\x95': 8,
};
const COUNTED = {
  X: 4,
  T: 4,
  U: 1,
  B: 4,
  C: 1,
  '\x8a': 1,
  '\x8b': 4,
  '\x8c': 1,
  '\x8d': 8,
  '\x8e': 8,
  '\x96': 8,
};
const LINES = { I: 1, L: 1, F: 1, S: 1, V: 1, P: 1, g: 1, p: 1, c: 2, i: 2 };
const BARE = '(.012NQRabdelostu}])\x81\x85\x86\x87\x88\x89\x8f\x90\x91\x92\x93\x94\x97\x98';
const ALL = [...Object.keys(FIXED), ...Object.keys(COUNTED), ...Object.keys(LINES), ...BARE];

/** Splits a pickle into its opcodes with their arguments. */
export function splitOpcodes(bytes) {
  const parts = [];
  for (let at = 0; at < bytes.length; ) {
    const code = String.fromCharCode(bytes[at]);
    let end = at + 1;
    if (code in FIXED) end += FIXED[code];
    else if (code in COUNTED) {
      let length = 0;
      for (let i = COUNTED[code]; i > 0; i--) length = length * 256 + (bytes[at + i] ?? 0);
      end += COUNTED[code] + Math.min(length, bytes.length);
    } else if (code in LINES)
      for (let line = 0; line < LINES[code]; line++) end = bytes.indexOf(10, end) + 1 || bytes.length;
    parts.push(bytes.subarray(at, end));
    at = end;
  }
  return parts;
}

const EXTREMES = [0, 1, 2, 0x7f, 0x80, 0xfe, 0xff];

function randomOpcode(random) {
  const code = ALL[Math.floor(random() * ALL.length)];
  const any = (length) => Buffer.from(Array.from({ length }, () => Math.floor(random() * 256)));
  const head = Buffer.from(code, 'latin1');
  if (code in FIXED) return Buffer.concat([head, any(FIXED[code])]);
  if (code in COUNTED) {
    const size = Buffer.alloc(COUNTED[code]);
    const length = Math.floor(random() * 6);
    size[0] = random() < 0.8 ? length : 255;
    if (random() < 0.1) size[size.length - 1] = EXTREMES[Math.floor(random() * EXTREMES.length)];
    return Buffer.concat([head, size, any(length)]);
  }
  if (code in LINES) {
    const words = [
      '0',
      '1',
      '-5',
      '01',
      "'a'",
      'builtins',
      'os',
      'system',
      'set',
      'torch._utils',
      '_rebuild_tensor_v2',
      '9'.repeat(50),
    ];
    const line = () => `${words[Math.floor(random() * words.length)]}\n`;
    return Buffer.concat([head, Buffer.from(Array.from({ length: LINES[code] }, line).join(''))]);
  }
  return head;
}

/** One to six changes of opcodes, arguments, order, or the end. `donor` is another pickle to cut pieces from. */
export function mutatePickle(bytes, donor, random) {
  let parts = splitOpcodes(bytes);
  const foreign = splitOpcodes(donor);
  const pick = (list) => Math.floor(random() * list.length);
  for (let rounds = random() < 0.6 ? 1 : 1 + Math.floor(random() * 6); rounds > 0; rounds--) {
    const at = pick(parts);
    const kind = Math.floor(random() * 11);
    if (kind === 0) parts.splice(at, 1);
    else if (kind === 1) parts.splice(at, 0, parts[at]);
    else if (kind === 2) parts.splice(at, 0, randomOpcode(random));
    else if (kind === 3) parts[at] = randomOpcode(random);
    else if (kind === 4) [parts[at], parts[pick(parts)]] = [parts[pick(parts)], parts[at]];
    else if (kind === 5) parts.splice(at, 0, ...foreign.slice(pick(foreign)).slice(0, 8));
    else if (kind === 6) parts = parts.slice(0, Math.max(1, at));
    else if (kind === 7) {
      // the same opcode over and over: deep nesting, many marks, many copies
      parts.splice(at, 0, ...new Array(Math.floor(random() * 2000)).fill(parts[at]));
    } else if (kind === 8) {
      const part = Buffer.from(parts[at] ?? '.');
      part[pick(part)] = EXTREMES[pick(EXTREMES)];
      parts[at] = part;
    } else if (kind === 9) {
      // what is on the stack goes into itself
      parts.splice(at, 0, Buffer.from([0x32, 0x61]));
    } else {
      const part = Buffer.from(parts[at] ?? '.');
      part[0] = ALL[pick(ALL)].charCodeAt(0);
      parts[at] = part;
    }
    if (parts.length === 0) parts = [Buffer.from('.')];
  }
  return Buffer.concat(parts);
}
