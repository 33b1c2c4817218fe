import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { exportPlumb } from './exports/export-plumb.ts';
import { parseRun } from './parse-run.ts';
import { openRun } from './read-run.ts';
import type { ProbeResult } from './record.ts';
import { specEpisode, specRun, specSteps } from './testing/spec-run.ts';
import { ProbeWriter } from './write-probes.ts';
import { RunWriter } from './write-run.ts';

let folder: string;
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'plumb-probes-')), 'run');
});
afterEach(() => rmSync(join(folder, '..'), { recursive: true }));

const image: ProbeResult = {
  name: 'image-dependence',
  outcome: 'weak',
  text: 'The action depends weakly on the image.',
  numbers: { noise: 0.05, black: 1e-9 },
};
const gripper: ProbeResult = { name: 'gripper', outcome: 'fail', text: 'Other way round.', numbers: {} };

function probesOf(path: string) {
  const run = openRun(path);
  run.close();
  return run.probes;
}

test('an evaluation that was probed holds both, and its export fits the schema', () => {
  const writer = RunWriter.create(folder, specRun(), 1);
  writer.write(specEpisode({ steps: 2 }), specSteps(2, [0, 0, 0, 0, 0, 0, -1]));
  writer.close('finished');
  expect(probesOf(folder)).toEqual([]);
  const probes = ProbeWriter.open(folder, specRun(), 'libero_goal');
  probes.write(image);
  expect(probesOf(folder)).toMatchObject([{ ...image, suite: 'libero_goal' }]);
  probes.write(gripper);
  probes.close(true);
  const run = openRun(folder);
  expect(run.probes).toMatchObject([image, gripper]);
  expect([run.episodes.length, run.sessions.length]).toEqual([1, 1]);
  expect(parseRun(JSON.parse(JSON.stringify(exportPlumb(run))), 'export').probes).toEqual(run.probes);
  run.close();
});

test('a run that was only probed can be evaluated afterwards', () => {
  ProbeWriter.open(folder, specRun(), 'plumb-desk').close(true);
  const run = openRun(folder);
  expect([run.spec, run.episodes, run.sessions]).toEqual([specRun(), [], []]);
  run.close();
  const writer = RunWriter.resume(folder, 1, '0.1.0');
  expect(() => ProbeWriter.open(folder, specRun(), 'plumb-desk')).toThrowError(
    expect.objectContaining({ code: 'RUN_IN_USE' }),
  );
  writer.write(specEpisode({ steps: 1 }), specSteps(1, [0, 0, 0, 0, 0, 0, -1]));
  writer.close('finished');
});

test('what was found before stays until the same is found anew, and goes when everything was asked', async () => {
  const first = ProbeWriter.open(folder, specRun(), 'plumb-desk');
  first.write(image);
  first.write(gripper);
  first.close(true);
  await new Promise((done) => setTimeout(done, 5));
  const broken = ProbeWriter.open(folder, specRun(), 'plumb-desk');
  broken.write({ ...image, outcome: 'pass' });
  broken.close(false);
  expect(new Map(probesOf(folder).map(({ name, outcome }) => [name, outcome]))).toEqual(
    new Map([
      ['gripper', 'fail'],
      ['image-dependence', 'pass'],
    ]),
  );
  await new Promise((done) => setTimeout(done, 5));
  const whole = ProbeWriter.open(folder, specRun(), 'plumb-desk');
  whole.write(image);
  whole.close(true);
  expect(probesOf(folder)).toMatchObject([image]);
});

test('a folder that cannot be written is told with the option that names it', () => {
  const taken = join(folder, '..', 'taken');
  writeFileSync(taken, '');
  expect(() => ProbeWriter.open(taken, specRun(), 'plumb-desk')).toThrowError(
    expect.objectContaining({ code: 'RUN_NOT_WRITTEN', remedy: 'Give another folder to --run.' }),
  );
});

test('a number that is none is refused before it becomes null', () => {
  const probes = ProbeWriter.open(folder, specRun(), 'plumb-desk');
  expect(() => probes.write({ ...image, numbers: { noise: Number.NaN } })).toThrowError();
  probes.close(false);
});
