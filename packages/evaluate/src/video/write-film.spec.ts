import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, expect, test } from 'vitest';
import { writeFilm } from './write-film.ts';

const folder = await mkdtemp(join(tmpdir(), 'plumb-film-'));
afterAll(() => rm(folder, { recursive: true }));

/** A plain picture with its left half in a colour of its own. */
const frame = (left: number[], right: number[]) =>
  Uint8Array.from({ length: 32 * 16 * 3 }, (_, i) => (Math.floor(i / 3) % 32 < 16 ? left : right)[i % 3]!);

test('frames, their order, sides and pace are in the file', async () => {
  const path = join(folder, 'new', 'a.webp');
  const frames = [
    frame([255, 0, 0], [0, 0, 0]),
    frame([0, 255, 0], [0, 0, 0]),
    frame([0, 0, 255], [0, 0, 0]),
  ];
  await writeFilm(path, { width: 32, height: 16, frames }, 20);
  const { pages, delay, loop, pageHeight } = await sharp(path, { animated: true }).metadata();
  expect({ pages, delay, loop, pageHeight }).toEqual({
    pages: 3,
    delay: [50, 50, 50],
    loop: 0,
    pageHeight: 16,
  });
  const pixels = await sharp(path, { animated: true }).removeAlpha().raw().toBuffer();
  for (const page of [0, 1, 2]) {
    const at = ((page * 16 + 8) * 32 + 4) * 3;
    const left = [...pixels.subarray(at, at + 3)];
    expect(left.indexOf(Math.max(...left))).toBe(page);
    expect(Math.max(...pixels.subarray(at + 22 * 3, at + 23 * 3))).toBeLessThan(40);
  }
});

test.each([
  ['a.mp4', 1, 'VIDEO_FORMAT'],
  ['b.webp', 0, 'VIDEO_NOT_WRITTEN'],
])('%s with %i frames: %s', async (name, count, code) => {
  const frames = Array.from({ length: count }, () => frame([1, 2, 3], [4, 5, 6]));
  await expect(writeFilm(join(folder, name), { width: 32, height: 16, frames }, 20)).rejects.toThrow(
    expect.objectContaining({ code }),
  );
});

test('a film that cannot be written leaves nothing half', async () => {
  // a folder has its name
  const path = join(folder, 'taken.webp');
  await mkdir(path);
  const frames = [frame([1, 2, 3], [4, 5, 6])];
  await expect(writeFilm(path, { width: 32, height: 16, frames }, 20)).rejects.toMatchObject({
    code: 'VIDEO_NOT_WRITTEN',
  });
  expect(await readdir(folder)).not.toContain('taken.webp.part');
});
