/** Changes an archive field by field. */

const VALUES_16 = [0, 1, 2, 8, 0x10, 0x7fff, 0x8000, 0xfffe, 0xffff];
const VALUES_32 = [0, 1, 30, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff];

function positionsOf(bytes, signature) {
  const found = [];
  for (let at = bytes.indexOf(signature); at >= 0; at = bytes.indexOf(signature, at + 1)) found.push(at);
  return found;
}

// offsets of fields behind each signature: [place, bytes]
const STRUCTURES = [
  [
    'PK\x01\x02',
    [
      [0, 4],
      [8, 2],
      [10, 2],
      [12, 2],
      [20, 4],
      [24, 4],
      [28, 2],
      [30, 2],
      [32, 2],
      [34, 2],
      [38, 4],
      [42, 4],
      [46, 2],
      [50, 4],
    ],
  ],
  [
    'PK\x03\x04',
    [
      [0, 4],
      [6, 2],
      [8, 2],
      [18, 4],
      [22, 4],
      [26, 2],
      [28, 2],
    ],
  ],
  [
    'PK\x05\x06',
    [
      [0, 4],
      [4, 2],
      [6, 2],
      [8, 2],
      [10, 2],
      [12, 4],
      [16, 4],
      [20, 2],
    ],
  ],
  [
    'PK\x06\x06',
    [
      [0, 4],
      [4, 4],
      [8, 4],
      [16, 4],
      [20, 4],
      [24, 4],
      [28, 4],
      [32, 4],
      [36, 4],
      [40, 4],
      [44, 4],
      [48, 4],
      [52, 4],
    ],
  ],
  [
    'PK\x06\x07',
    [
      [0, 4],
      [4, 4],
      [8, 4],
      [12, 4],
      [16, 4],
    ],
  ],
];

/** One to five changes of fields, of whole entries, or of the file's ends. */
export function mutateZip(original, random) {
  let bytes = Buffer.from(original);
  const pick = (list) => list[Math.floor(random() * list.length)];
  for (let rounds = random() < 0.6 ? 1 : 1 + Math.floor(random() * 5); rounds > 0; rounds--) {
    const kind = random();
    if (kind < 0.7) {
      const [signature, fields] = pick(STRUCTURES);
      const at = pick(positionsOf(bytes, Buffer.from(signature, 'latin1')));
      if (at === undefined) continue;
      const [place, size] = pick(fields);
      if (at + place + size > bytes.length) continue;
      if (size === 2)
        bytes.writeUInt16LE(
          random() < 0.5
            ? pick(VALUES_16)
            : (bytes.readUInt16LE(at + place) + (random() < 0.5 ? 1 : 65535)) & 65535,
          at + place,
        );
      else
        bytes.writeUInt32LE(
          random() < 0.5
            ? pick(VALUES_32)
            : (bytes.readUInt32LE(at + place) + Math.floor(random() * 200) - 100) >>> 0,
          at + place,
        );
    } else if (kind < 0.78) {
      const at = positionsOf(bytes, Buffer.from('PK\x01\x02', 'latin1'));
      const from = pick(at);
      const to = pick(at);
      if (from === undefined || to === undefined) continue;
      if (from + 46 > bytes.length) continue;
      const entry = Buffer.from(bytes.subarray(from, from + 46 + bytes.readUInt16LE(from + 28)));
      if (to + entry.length <= bytes.length) entry.copy(bytes, to);
    } else if (kind < 0.84) bytes = bytes.subarray(0, Math.floor(random() * bytes.length));
    else if (kind < 0.88) bytes = Buffer.concat([bytes, Buffer.alloc(Math.floor(random() * 5000))]);
    else if (kind < 0.92) bytes = Buffer.concat([bytes, bytes.subarray(Math.floor(random() * bytes.length))]);
    else if (kind < 0.94) bytes = Buffer.concat([Buffer.from('PK\x03\x04xx'), bytes]);
    else bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
    bytes = Buffer.from(bytes);
    if (bytes.length === 0) bytes = Buffer.from('PK\x03\x04');
  }
  return bytes;
}

/** Puts another pickle into an archive with one record `a/data.pkl` and a version. */
export function packPickle(pickle, storages = 3) {
  const records = [
    ['a/data.pkl', pickle],
    ['a/version', Buffer.from('3\n')],
    ['a/byteorder', Buffer.from('little')],
  ];
  for (let i = 0; i < storages; i++) records.push([`a/data/${i}`, Buffer.alloc(64)]);
  const bodies = [];
  const entries = [];
  let offset = 0;
  for (const [name, data] of records) {
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50);
    local.writeUInt32LE(data.length, 18);
    local.writeUInt32LE(data.length, 22);
    local.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50);
    entry.writeUInt32LE(data.length, 20);
    entry.writeUInt32LE(data.length, 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(offset, 42);
    bodies.push(local, Buffer.from(name), data);
    entries.push(entry, Buffer.from(name));
    offset += 30 + name.length + data.length;
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50);
  end.writeUInt16LE(records.length, 8);
  end.writeUInt16LE(records.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...bodies, directory, end]);
}
