// A stored ZIP as torch.save lays it out: every record's data starts at a multiple of 64 bytes, dates are zero.
import { crc32 } from 'node:zlib';

const ALIGNMENT = 64;
// 1980-01-01, the oldest date that a ZIP can say: the same bytes whenever it is made
const DOS_DATE = 0x21;

/** @param {[name: string, data: Uint8Array][]} records */
export function writeZip(records) {
  const parts = [];
  const directory = [];
  let offset = 0;
  const push = (bytes) => {
    parts.push(bytes);
    offset += bytes.length;
  };
  for (const [name, data] of records) {
    const nameBytes = Buffer.from(name);
    const crc = crc32Of(data);
    const padding = (ALIGNMENT - ((offset + 30 + nameBytes.length + 4) % ALIGNMENT)) % ALIGNMENT;
    const start = offset;
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    writeCommon(local, 4, crc, data.length, nameBytes.length, padding + 4);
    push(local);
    push(nameBytes);
    // PyTorch's own padding field is called FB
    push(
      Buffer.concat([
        Buffer.from('FB'),
        Buffer.from([padding & 255, padding >> 8]),
        Buffer.alloc(padding, 'Z'),
      ]),
    );
    push(data);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    writeCommon(central, 6, crc, data.length, nameBytes.length, 0);
    central.writeUInt32LE(start, 42);
    directory.push(central, nameBytes);
  }
  const start = offset;
  for (const bytes of directory) push(bytes);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(records.length, 8);
  end.writeUInt16LE(records.length, 10);
  end.writeUInt32LE(offset - start, 12);
  end.writeUInt32LE(start, 16);
  push(end);
  return Buffer.concat(parts);
}

// the fields that the local header and the directory share, from "version needed" on
function writeCommon(header, at, crc, size, nameLength, extraLength) {
  header.writeUInt16LE(DOS_DATE, at + 8);
  header.writeUInt32LE(crc, at + 10);
  header.writeUInt32LE(size, at + 14);
  header.writeUInt32LE(size, at + 18);
  header.writeUInt16LE(nameLength, at + 22);
  header.writeUInt16LE(extraLength, at + 24);
}

// zlib.crc32 came with Node 20.15
const crc32Of = (data) => crc32(data) >>> 0;
