import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededRandom } from '@plumb/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildLiteralScanner } from './literal-scanner.ts';
import { cleanText, scanLines } from './scan-lines.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumb-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function scan(content: string | Uint8Array, literals = ['\x00never'], wantsAll = true) {
  const path = join(folder, 'a.log');
  await writeFile(path, content);
  const lines: [number, string][] = [];
  const handler = { wantsAll, line: (text: string, number: number) => void lines.push([number, text]) };
  return { ...(await scanLines(path, buildLiteralScanner(literals), handler)), found: lines };
}

test('line ends of all three systems, and a last line without one', async () => {
  expect(await scan('a\nb\r\nc')).toEqual({
    lines: 3,
    cut: 0,
    found: [
      [1, 'a'],
      [2, 'b'],
      [3, 'c'],
    ],
  });
  expect((await scan('a\n')).lines).toBe(1);
  expect((await scan('')).lines).toBe(0);
});

test('a carriage return redraws: segments of one line, each by itself', async () => {
  const { found, lines } = await scan('10%|#\r20%|##\rdone\nnext\n');
  expect(found).toEqual([
    [1, '10%|#'],
    [1, '20%|##'],
    [1, 'done'],
    [2, 'next'],
  ]);
  expect(lines).toBe(2);
});

test('only lines with a literal are decoded, in a file of many reads', async () => {
  const filler = `${'x'.repeat(99)}\n`.repeat(30_000);
  const { found, lines } = await scan(`${filler}boom 1\r\n${filler}boom 2\n`, ['boom'], false);
  expect(found).toEqual([
    [30_001, 'boom 1'],
    [60_002, 'boom 2'],
  ]);
  expect(lines).toBe(60_002);
});

test('every place of a read’s end: the same lines', async () => {
  const unit = 'ä boom\r\n';
  for (let shift = 0; shift < 9; shift++) {
    const text = `${'y'.repeat((1 << 20) - 20 + shift)}\n${unit.repeat(6)}`;
    const { found } = await scan(text, ['boom'], false);
    expect(found).toEqual(Array.from({ length: 6 }, (_, i) => [i + 2, 'ä boom']));
  }
});

test('a line beyond the limit is read in its beginning, and said', async () => {
  const { found, cut, lines } = await scan(`boom ${'z'.repeat(12 << 20)}\nboom 2\n`, ['boom'], false);
  expect(found.map(([number, text]) => [number, text.slice(0, 6)])).toEqual([
    [1, 'boom z'],
    [2, 'boom 2'],
  ]);
  expect(found[0]![1].length).toBe(4 << 20);
  expect({ cut, lines }).toEqual({ cut: 1, lines: 2 });
});

test('UTF-16 with its mark, and bytes that are no text', async () => {
  const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('boom ä\r\nb\r\n', 'utf16le')]);
  expect((await scan(utf16, ['boom'], false)).found).toEqual([[1, 'boom ä']]);
  const gbk = Buffer.concat([Buffer.from('boom '), Buffer.from([0xd6, 0xd0]), Buffer.from('\n')]);
  expect((await scan(gbk, ['boom'], false)).found).toEqual([[1, 'boom \ufffd\ufffd']]);
});

test('escape sequences and control characters go', () => {
  expect(cleanText('\x1b[1;31mRuntimeError\x1b[0m: \x1b[35mboom\x1b[K')).toBe('RuntimeError: boom');
  expect(cleanText('\x1b]8;;https://x\x07link\x1b]8;;\x1b\\ \x1b(Bend\x07')).toBe('link end');
  expect(cleanText('a\tb\x00c')).toBe('a\tbc');
});

test('any mixture of ends, wanted lines and wishes for all: as splitting the whole text says', async () => {
  const random = seededRandom(11);
  const pick = <T>(items: readonly T[]) => items[Math.floor(random() * items.length)]!;
  const path = join(folder, 'mixed.log');
  let taken = 0;
  for (let round = 0; round < 60; round++) {
    const parts = ['a', 'boom', 'traceback!', '', 'ä', '\n', '\r', '\r\n', 'x'.repeat(70_000)];
    const text = Array.from({ length: 120 }, () => pick(parts)).join('');
    await writeFile(path, text);
    // like a joiner of tracebacks: after a first line, the next two are wanted whatever they hold
    const handlerOf = (lines: [number, string][]) => ({
      left: 0,
      get wantsAll() {
        return this.left > 0;
      },
      line(segment: string, number: number) {
        lines.push([number, segment]);
        this.left = segment.includes('traceback!') ? 2 : Math.max(0, this.left - 1);
      },
    });
    const found: [number, string][] = [];
    const { lines } = await scanLines(path, buildLiteralScanner(['boom', 'traceback!']), handlerOf(found));
    const expected: [number, string][] = [];
    const handler = handlerOf(expected);
    const whole = text.split('\n');
    for (const [i, line] of whole.entries()) {
      const segments = line.split('\r');
      // nothing stands between \r and \n, and nothing behind the last end
      if (segments.at(-1) === '' && (segments.length > 1 || i === whole.length - 1)) segments.pop();
      for (const segment of segments)
        if (handler.wantsAll || /boom|traceback!/.test(segment)) handler.line(segment, i + 1);
    }
    expect(found).toEqual(expected);
    expect(lines).toBe(text.endsWith('\n') ? whole.length - 1 : whole.length);
    taken += found.length;
  }
  expect(taken).toBeGreaterThan(500);
});
