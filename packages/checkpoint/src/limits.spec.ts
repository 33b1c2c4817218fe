import { deflateRawSync } from 'node:zlib';
import { fromBytes } from '@plumb/core';
import { describe, expect, test } from 'vitest';
import { findStateDicts } from './find-state-dict.ts';
import { openTorchArchive } from './open-torch-archive.ts';
import { readRecord } from './read-zip-record.ts';
import { toPlain } from './to-plain.ts';
import { unpickle } from './unpickle.ts';

const read = (program: string | Uint8Array) =>
  unpickle(typeof program === 'string' ? new Uint8Array(Buffer.from(program, 'latin1')) : program, {
    place: 'x.pkl',
  }).value;

describe('small pickles that would fill a memory', () => {
  test('a hundred levels that share each other are spelt out in bounded time', () => {
    // x = [x, x], a hundred times over: 2^100 parts
    const value = read(`]${'q\x000(h\x00h\x00l'.repeat(100)}.`);
    expect(JSON.stringify(toPlain(value)).length).toBeLessThan(50_000_000);
    expect(findStateDicts(value)).toEqual([]);
  });

  test('a list in itself and a dict in itself end where they began', () => {
    expect(toPlain(read(']q\x00h\x00a.'))).toEqual([{ $omitted: 'refers to itself' }]);
    expect(toPlain(read('}q\x00U\x01ah\x00s.'))).toEqual({ a: { $omitted: 'refers to itself' } });
  });

  test('a million nested tuples neither overflow the stack nor are spelt out', () => {
    const value = read(`)${'\x85'.repeat(1_000_000)}.`);
    expect(JSON.stringify(toPlain(value))).toContain('deeper than 64 levels');
    expect(findStateDicts(value)).toEqual([]);
  });

  test('more objects than any checkpoint has', () => {
    expect(() => read('}'.repeat(2_000_001))).toThrowError(
      expect.objectContaining({ code: 'PICKLE_TOO_LARGE' }),
    );
  });

  test('one long list copied again and again', () => {
    const long = `(${'K\x01'.repeat(300_000)}l\x85q\x000`;
    expect(() => read(`${long}${'cbuiltins\nset\nh\x00R0'.repeat(2000)}N.`)).toThrowError(
      expect.objectContaining({ code: 'PICKLE_TOO_LARGE', what: expect.stringContaining('copy more') }),
    );
  });

  test('one long string encoded again and again', () => {
    const size = Buffer.alloc(4);
    size.writeUInt32LE(1_000_000);
    const text = `X${size.toString('latin1')}${'a'.repeat(1_000_000)}X\x06\0\0\0latin1\x86q\x000`;
    expect(() => read(`${text}${'c_codecs\nencode\nh\x00R0'.repeat(500)}N.`)).toThrowError(
      expect.objectContaining({ code: 'PICKLE_TOO_LARGE' }),
    );
  });

  test('a key of tuples that share each other', () => {
    expect(() => read(`}K\x01\x85${'q\x000h\x00h\x00\x86'.repeat(60)}K\x01s.`)).toThrowError(
      expect.objectContaining({ code: 'PICKLE_MALFORMED', what: expect.stringContaining('key') }),
    );
  });

  test('an integer of a million bits is kept, and told by its size', () => {
    const bytes = Buffer.concat([
      Buffer.from([0x8b, 0x48, 0xe8, 0x01, 0]),
      Buffer.alloc(125_000, 1),
      Buffer.from('.'),
    ]);
    expect(toPlain(read(bytes))).toEqual({ $omitted: expect.stringMatching(/integer of about \d+ bits/) });
  });
});

describe('small archives that would fill a memory', () => {
  const zip = (name: string, packed: Buffer, size: number) => {
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50);
    local.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(size, 24);
    entry.writeUInt16LE(name.length, 28);
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x06054b50);
    end.writeUInt16LE(1, 8);
    end.writeUInt16LE(1, 10);
    end.writeUInt32LE(46 + name.length, 12);
    end.writeUInt32LE(30 + name.length + packed.length, 16);
    return Buffer.concat([local, Buffer.from(name), packed, entry, Buffer.from(name), end]);
  };

  test('a record that says it is larger than any pickle', async () => {
    const source = fromBytes(zip('a/version', deflateRawSync(Buffer.alloc(1000)), 2 ** 31));
    await expect(openTorchArchive(source)).rejects.toMatchObject({ code: 'ZIP_TOO_LARGE' });
  });

  test('a record that inflates to more than it says is read as far as it says, and no further', async () => {
    const packed = deflateRawSync(Buffer.concat([Buffer.from('3\n'), Buffer.alloc(50_000_000)]));
    const source = fromBytes(zip('a/version', packed, 2));
    const before = process.memoryUsage().arrayBuffers;
    // no data.pkl: the version alone was read
    await expect(openTorchArchive(source)).rejects.toMatchObject({ code: 'ZIP_NOT_TORCH' });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(20_000_000);
    const record = {
      name: 'a/version',
      method: 8,
      flags: 0,
      compressedBytes: packed.length,
      bytes: 2,
      headerOffset: 0,
      folder: false,
      damaged: false,
    };
    expect(Buffer.from(await readRecord(source, record)).toString()).toBe('3\n');
  });
});
