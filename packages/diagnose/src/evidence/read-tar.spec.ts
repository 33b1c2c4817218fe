import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { readTar } from './read-tar.ts';

// archives of Python's tarfile; made by oracle/diagnose/make_tars.py
const cases = JSON.parse(readFileSync(new URL('./fixtures/tars.json', import.meta.url), 'utf8')) as Record<
  string,
  { tar: string; files?: Record<string, string>; refused?: true }
>;
const unpack = (name: string) => gunzipSync(Buffer.from(cases[name]!.tar, 'base64'));
const harmless = Object.keys(cases).filter((name) => cases[name]!.files);
const hostile = Object.keys(cases).filter((name) => cases[name]!.refused);

test.each(harmless)('%s: the files that tarfile wrote', (name) => {
  const files = readTar(unpack(name), 'a.tar').map(({ path, data }) => [path, Buffer.from(data).toString()]);
  expect(Object.fromEntries(files)).toEqual(cases[name]!.files);
});

test.each(hostile)('%s: refused as a whole', (name) => {
  expect(() => readTar(unpack(name), 'a.tar')).toThrow(expect.objectContaining({ code: 'TAR_REFUSED' }));
});

test('cut off anywhere, it is malformed and never half an answer', () => {
  const whole = unpack('harmless-ustar');
  for (const length of [0, 100, 512, 700, 1024, 1600, whole.indexOf('Name: a') + 3])
    expect(() => readTar(whole.subarray(0, length), 'a.tar')).toThrow(
      expect.objectContaining({ code: 'TAR_MALFORMED' }),
    );
});

test('a changed header is noticed by its sum', () => {
  const bytes = Uint8Array.from(unpack('harmless-ustar'));
  bytes[3] = bytes[3]! ^ 1;
  expect(() => readTar(bytes, 'a.tar')).toThrow(/wrong sum/);
});

test('a size that only its header claims is no memory', () => {
  const bytes = Uint8Array.from(unpack('harmless-ustar')).subarray(0, 1024);
  const header = bytes.subarray(512);
  header.set(new TextEncoder().encode('77777777777'), 124);
  const sum = header.reduce((all, byte, i) => all + (i >= 148 && i < 156 ? 32 : byte), 0);
  header.set(new TextEncoder().encode(`${sum.toString(8).padStart(6, '0')}\0 `), 148);
  expect(() => readTar(bytes, 'a.tar')).toThrow(/ends inside/);
});
