import { expect, test } from 'vitest';
import { looksLikeRun, parseRun } from './parse-run.ts';
import { specEpisode, specRun } from './testing/spec-run.ts';

const run = { schemaVersion: 1, spec: specRun(), sessions: [], episodes: [specEpisode()] };

test('an exported run comes back', () => {
  expect(looksLikeRun(run)).toBe(true);
  const { schemaVersion: _version, ...rest } = run;
  expect(parseRun(JSON.parse(JSON.stringify(run)), 'run.json')).toMatchObject(rest);
});

test('a result of another tool is none; one that claims to be a run and is not says where', () => {
  expect(looksLikeRun({ results: [] })).toBe(false);
  expect(looksLikeRun(null)).toBe(false);
  expect(() => parseRun({ ...run, episodes: [{}] }, 'run.json')).toThrowError(
    expect.objectContaining({ code: 'RUN_MALFORMED', why: expect.stringContaining('episodes[0]') }),
  );
});
