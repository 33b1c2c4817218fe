import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fromBytes, openFile } from './byte-source.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumb-'));
});
afterAll(() => rm(folder, { recursive: true }));

test('a file is read exactly, and never past its end', async () => {
  const path = join(folder, 'a.bin');
  await writeFile(path, Uint8Array.from([1, 2, 3, 4]));
  const source = await openFile(path);
  expect([...(await source.read(1, 2))]).toEqual([2, 3]);
  await expect(source.read(3, 2)).rejects.toMatchObject({
    code: 'BYTES_OUT_OF_RANGE',
    remedy: expect.any(String),
  });
  await expect(source.read(-1, 2)).rejects.toMatchObject({ code: 'BYTES_OUT_OF_RANGE' });
  await source.close();
});

test('a folder and a missing file are named', async () => {
  await expect(openFile(folder)).rejects.toMatchObject({ code: 'FILE_UNREADABLE' });
  await expect(openFile(join(folder, 'none'))).rejects.toMatchObject({
    what: expect.stringContaining('none'),
  });
});

test('bytes in memory behave alike', async () => {
  const source = fromBytes(Uint8Array.from([5, 6]));
  expect([...(await source.read(0, 2))]).toEqual([5, 6]);
  await expect(source.read(0, 3)).rejects.toMatchObject({ code: 'BYTES_OUT_OF_RANGE' });
});
