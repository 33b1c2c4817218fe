import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import { fromBytes } from '@plumb/core';
import { expect, test } from 'vitest';
import { openTorchArchive } from './open-torch-archive.ts';
import { readRecord, recordOffset } from './read-zip-record.ts';

interface ZipCase {
  name: string;
  zip: string;
  error?: string;
  pickle?: string;
  offsets?: Record<string, number>;
}

// made by oracle/checkpoint/make_zips.py: what torch 2.8's PyTorchFileReader finds in each archive
const cases: ZipCase[] = JSON.parse(readFileSync(new URL('./fixtures/zips.json', import.meta.url), 'utf8'));
const sourceOf = ({ zip }: ZipCase) => fromBytes(inflateSync(Buffer.from(zip, 'base64')));

// PyTorch goes on with memory that nobody wrote to; there is nothing to be equal to
const NEVER_WRITTEN = new Set(['directory by attribute', 'method 8, damaged']);

test.each(cases)('$name', async (entry) => {
  const read = async () => {
    const archive = await openTorchArchive(sourceOf(entry));
    return { archive, bytes: await readRecord(archive.source, archive.find('data.pkl')!) };
  };
  if (entry.error !== undefined || NEVER_WRITTEN.has(entry.name)) {
    await expect(read()).rejects.toMatchObject({
      code: expect.stringMatching(/^(?:ZIP_MALFORMED|ZIP_NOT_TORCH|CHECKPOINT_TRUNCATED)$/),
    });
    return;
  }
  const { archive, bytes } = await read();
  expect(Buffer.from(bytes).toString('base64')).toBe(entry.pickle);
  for (const [record, offset] of Object.entries(entry.offsets ?? {}))
    expect(await recordOffset(archive.source, archive.find(record)!), record).toBe(offset);
});

test('oddities are told', async () => {
  const notesOf = async (name: string) =>
    (await openTorchArchive(sourceOf(cases.find((entry) => entry.name === name)!))).notes.join(' ');
  expect(await notesOf('plain')).toBe('');
  expect(await notesOf('twice: a/data.pkl a/DATA.PKL a/version')).toContain('more than once');
  expect(await notesOf('method 8')).toContain('compressed');
  expect(await notesOf('first record of another archive')).toContain('outside b/');
});
