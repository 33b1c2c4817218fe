import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { diagnose } from '../diagnose.ts';
import { collectFacts } from '../evidence/collect-facts.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plumb-spec-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function hangs(text: string) {
  const path = join(folder, 'eval.log');
  await writeFile(path, text);
  const { symptoms } = diagnose(await collectFacts([path]));
  return symptoms.filter(({ kind }) => kind === 'hang');
}

const QUESTION = 'Do you want to specify a custom path for the dataset folder? (Y/N):';
const interrupt = (frame: string) => `loading …
Traceback (most recent call last):
  File "eval.py", line 80, in <module>
    main()
  File "eval.py", line 60, in main
    obs = env.reset()
${frame}
KeyboardInterrupt
`;
const RESET = '  File "libero/libero/envs/env_wrapper.py", line 83, in reset\n    ret = self.env.reset()';
const STEP = '  File "robosuite/environments/base.py", line 380, in step\n    self.sim.forward()';

test('a log that ends with LIBERO’s question waits for an answer, and the first import explains it', async () => {
  const [hang] = await hangs(`starting\n${QUESTION}`);
  expect(hang).toMatchObject({
    text: 'The log ends with a question that nobody answered',
    explainedBy: ['environment/libero-first-import-asks'],
  });
  expect(await hangs(`${QUESTION} n\nloading\nevaluating\n`)).toEqual([]);
});

test('a program that somebody interrupts in a reset waited there', async () => {
  const [hang] = await hangs(interrupt(RESET));
  expect(hang!.text).toBe('Interrupted while it waited in reset (libero/libero/envs/env_wrapper.py:83)');
  expect(hang!.evidence[0]!.place).toMatch(/eval\.log:2$/);
  expect(await hangs(interrupt(STEP))).toEqual([]);
});

test('an evaluation that got on was stopped, and did not hang', async () => {
  expect(await hangs(`  Task 0 success rate: 12.50%\n${interrupt(RESET)}`)).toEqual([]);
});

test.each([
  'slurmstepd: error: *** JOB 4711 ON node12 CANCELLED AT 2026-02-20T10:00:00 DUE TO TIME LIMIT ***',
  '=>> PBS: job killed: walltime 86412 exceeded limit 86400',
  'TERM_RUNLIMIT: job killed after reaching LSF run time limit.',
])('the scheduler ends a job that has no result: %s', async (line) => {
  expect(await hangs(`loading the model\n${line}\n`)).toMatchObject([
    { text: 'The job ran out of time without a result', brief: 'the program that waits' },
  ]);
  expect(await hangs(`  Task 0 success rate: 12.50%\n${line}\n`)).toEqual([]);
});
