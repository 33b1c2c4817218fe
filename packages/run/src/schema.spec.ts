import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runJsonSchema, runSchema } from './schema.ts';
import { specEpisode, specRun } from './testing/spec-run.ts';

const published = new URL('../schema/run.schema.json', import.meta.url);

test('the published schema is the one that runs are read with (PLUMB_UPDATE=1 writes it)', () => {
  const text = JSON.stringify(runJsonSchema(), null, 2);
  if (process.env.PLUMB_UPDATE) writeFileSync(published, text);
  expect(JSON.parse(readFileSync(published, 'utf8'))).toEqual(JSON.parse(text));
});

test('a run fits it; one with a status of its own does not', () => {
  const run = { schemaVersion: 1, spec: specRun(), sessions: [], episodes: [specEpisode()] };
  expect(runSchema.safeParse(run).success).toBe(true);
  const odd = { ...run, episodes: [{ ...specEpisode(), status: 'crashed' }] };
  expect(runSchema.safeParse(odd).success).toBe(false);
});
