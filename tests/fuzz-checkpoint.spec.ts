import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededRandom } from '@plumb/core';
import { afterAll, beforeAll, expect, test } from 'vitest';

// the whole series: node bench/fuzz/run.mjs --count 10000
const COUNT = 300;

const load = (name: string) => import(new URL(`../bench/fuzz/${name}.mjs`, import.meta.url).href);
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumb-fuzz-'));
});
afterAll(() => rm(folder, { recursive: true }));

test.each(['pickle', 'torch-zip', 'safetensors', 'index', 'legacy', 'npz', 'gguf'])(
  '%s: a mutated file is read or refused, within 2 s, and nothing in it is executed',
  async (format) => {
    const { makeCase, prepareFolder, runCase } = await load('run-case');
    const { loadCorpus } = await load('corpus');
    const room = await import('@plumb/checkpoint');
    const canary = join(folder, 'executed');
    const corpus = loadCorpus(canary);
    await prepareFolder(folder, corpus);
    const tally: Record<string, number> = { read: 0, refused: 0 };
    for (let i = 0; i < COUNT; i++) {
      const input = makeCase(format, corpus, seededRandom(7_000_000 + i));
      const start = performance.now();
      tally[await runCase(format, input, folder, room)]!++;
      expect(performance.now() - start, `case ${i}`).toBeLessThan(2000);
    }
    // a series that is only refused, or only read, would prove little
    expect(tally.read).toBeGreaterThan(COUNT / 100);
    expect(tally.refused).toBeGreaterThan(COUNT / 10);
    expect(existsSync(canary)).toBe(false);
  },
);
