import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { sampleDiagnosis } from './fixture-diagnosis.ts';
import { readExcerpts } from './read-excerpts.ts';

const folder = mkdtempSync(join(tmpdir(), 'plumb-excerpts-'));
const outside = mkdtempSync(join(tmpdir(), 'plumb-outside-'));
afterAll(() => {
  for (const path of [folder, outside]) rmSync(path, { recursive: true });
});
const log = join(folder, 'a.log');
writeFileSync(
  log,
  `one\r\ntwo\nprogress 1\rprogress 2\rprogress 3\n\x1b[31mfour\x1b[0m\n${'x'.repeat(1 << 18)}\nsix\nseven\neight\nnine`,
);
writeFileSync(join(outside, 'secret'), 'secret\n');

function diagnosisOf(...places: string[]) {
  const diagnosis = sampleDiagnosis();
  const evidence = places.map((place) => ({ kind: 'log', place, text: '' }) as const);
  const findings = [{ ...diagnosis.findings[0]!, evidence }];
  return {
    ...diagnosis,
    findings,
    facts: { ...diagnosis.facts, items: [{ path: log, kind: 'log' as const }] },
  };
}

test('three lines before and after, as a terminal would show them', async () => {
  const excerpts = await readExcerpts(diagnosisOf(`${log}:4`, `${log}:9`));
  expect(excerpts.get(`${log}:4`)).toEqual({
    from: 1,
    at: 4,
    lines: ['one', 'two', 'progress 3', 'four', `${'x'.repeat(200)}…`, 'six', 'seven'],
  });
  expect(excerpts.get(`${log}:9`)).toEqual({ from: 6, at: 9, lines: ['six', 'seven', 'eight', 'nine'] });
});

test('a file that was not given is not opened, whatever a place says', async () => {
  const secret = join(outside, 'secret');
  const way = join(folder, 'a.log', '..', '..', secret.slice(tmpdir().length + 1));
  expect((await readExcerpts(diagnosisOf(`${secret}:1`, `${way}:1`))).size).toBe(0);
});

test('a file that is gone, or a line beyond its end, has no excerpt', async () => {
  expect((await readExcerpts(diagnosisOf(`${log}/gone:1`, `${log}:99`))).size).toBe(0);
});
