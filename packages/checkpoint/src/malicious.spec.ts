import { existsSync, readFileSync } from 'node:fs';
import { fromBytes, PlumbError } from '@plumb/core';
import { afterAll, describe, expect, test } from 'vitest';
import { judgeFile } from './judge-file.ts';
import { readCheckpoint } from './read-checkpoint.ts';

/** Made by oracle/malicious/make_corpus.py, which says what each is and where it was met. */
interface Case {
  readonly name: string;
  readonly source: string;
  readonly file: string;
  readonly bytes: string;
  /** `handled`: read or refused, but neither crashed nor hung. */
  readonly expected: 'dangerous' | 'not-safe' | 'safe' | 'refused' | 'handled';
}

const CASES: readonly Case[] = JSON.parse(
  readFileSync(new URL('./fixtures/malicious.json', import.meta.url), 'utf8'),
);
// each is read in milliseconds; a loaded machine gets some more
const SLOWEST = 2000;

/** As `plumb inspect` judges: a checkpoint's verdict, or that of whatever is in the file. */
async function judge({ file, bytes }: Case): Promise<string> {
  const source = fromBytes(Buffer.from(bytes, 'base64'), file);
  try {
    return (await readCheckpoint(source)).verdict;
  } catch (error) {
    if (!(error instanceof PlumbError)) throw error;
    return (await judgeFile(source)).verdict;
  }
}

const ALLOWED: Record<Case['expected'], readonly string[]> = {
  dangerous: ['dangerous'],
  'not-safe': ['dangerous', 'unknown'],
  safe: ['safe'],
  refused: ['unknown'],
  handled: ['safe', 'unknown', 'dangerous'],
};

describe.each(['dangerous', 'not-safe', 'safe', 'refused', 'handled'] as const)('%s', (expected) => {
  const cases = CASES.filter((each) => each.expected === expected);
  test.each(cases.map((each) => [each.name, each] as const))('%s', async (_, each) => {
    const start = performance.now();
    expect(ALLOWED[expected]).toContain(await judge(each));
    expect(performance.now() - start).toBeLessThan(SLOWEST);
  });
});

afterAll(() => {
  expect(existsSync('plumb-canary'), 'something was executed').toBe(false);
});
