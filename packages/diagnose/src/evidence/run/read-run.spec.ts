import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { diagnose } from '../../diagnose.ts';
import { collectFacts } from '../collect-facts.ts';
import { resultOfRun } from './read-run.ts';

const CASES = fileURLToPath(new URL('../../causes/action', import.meta.url));
const exported = (name: string) => join(CASES, name, 'input/run.json');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumb-run-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

test('errors are no failures: a run that only ended in errors has no score, and the symptom says so', async () => {
  const facts = await collectFacts([exported('answer-unusable/cases/nan')]);
  expect(facts.runs).toHaveLength(1);
  expect(resultOfRun(facts.runs[0]!).tasks).toMatchObject([{ episodes: [], rate: undefined }]);
  const { symptoms } = diagnose(facts);
  expect(symptoms.map(({ text }) => text)).toEqual([
    expect.stringMatching(/^2 of 2 episodes ended in an error; the first: .*NaN/),
  ]);
  expect(symptoms[0]!.explainedBy).toEqual(['action/answer-unusable']);
});

test('a run that fails is a 0 %, with its policy and horizon', async () => {
  const { results } = await collectFacts([exported('constant-output/cases/run-pushes')]);
  expect(results).toMatchObject([{ suite: 'plumb-desk', horizon: 300, tasks: [{ rate: 0 }] }]);
});

test('what claims to be a run and is none is a problem, not a note', async () => {
  const path = join(folder, 'run.json');
  writeFileSync(path, '{ "schemaVersion": 1, "sessions": [] }');
  const { problems } = await collectFacts([path]);
  expect(problems).toMatchObject([{ path, code: 'RUN_MALFORMED' }]);
});
