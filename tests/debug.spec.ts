import { copyFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root, runPlumb, temporaryFolder } from './run-plumb.ts';

/** Two tasks are built and drawn, twice; a busy machine takes its time. */
const PATIENCE = 240_000;
const TINY = join(process.env.PLUMB_SHARED ?? join(root, '../shared'), 'incident', 'tiny');

test('a policy of random numbers: it answers, not alike, and sees nothing; diagnose reads the report', {
  timeout: PATIENCE,
}, () => {
  const report = join(temporaryFolder(), 'debug.json');
  const { status, stdout, stderr } = runPlumb(['debug', 'random', '--horizon', '3', '--out', report]);
  expect([status, stderr]).toEqual([1, '']);
  const lines = stdout.split('\n');
  expect(lines[0]).toMatch(/^✓ Model loaded to /);
  expect(lines[1]).toBe('✓ Forward pass successful');
  expect(lines[2]).toMatch(/^✗ Actions are not deterministic: /);
  expect(lines[3]).toMatch(/^✗ Task not completed: not within 3 steps/);
  expect(stdout).toContain('? The policy is shown no picture.');
  const diagnosed = runPlumb(['diagnose', report, '--json']);
  expect(JSON.parse(diagnosed.stdout).findings.map(({ code }: { code: string }) => code)).not.toContain(
    'action/constant-output',
  );
});

test('what reads the simulation itself, and what is not there, is refused with status 2', () => {
  const expert = runPlumb(['debug', 'expert']);
  expect(expert.status).toBe(2);
  expect(expert.stderr).toContain('expert cannot be probed');
  expect(runPlumb(['debug', 'atlas:nothing-here.pt']).status).toBe(2);
});

test.skipIf(!existsSync(TINY))(
  "the tiny original: the report's checks 2 and 3 pass, and the action depends on neither image nor text (skipped without ../shared/incident)",
  { timeout: PATIENCE },
  () => {
    const report = join(temporaryFolder(), 'debug.json');
    const policy = `atlas:${join(TINY, 'mlp_head.pt')}`;
    const { status, stdout } = runPlumb([
      'debug',
      policy,
      '--horizon',
      '3',
      '--threads',
      '1',
      '--out',
      report,
    ]);
    expect(status).toBe(1);
    for (const line of ['✓ Model loaded to cpu', '✓ Forward pass successful', '✓ Actions are deterministic'])
      expect(stdout.split('\n')).toContain(line);
    expect(stdout).toContain('✗ The action does not depend on the image');
    expect(stdout).toContain('✗ The action does not depend on the instruction');
    const { findings } = JSON.parse(runPlumb(['diagnose', report, '--json']).stdout);
    expect(findings).toContainEqual(
      expect.objectContaining({ code: 'action/constant-output', strength: 'proven' }),
    );
  },
);

test.skipIf(!existsSync(TINY))(
  'a checkpoint without its language model says where it looked (skipped without ../shared/incident)',
  () => {
    const folder = temporaryFolder();
    copyFileSync(join(TINY, 'mlp_head.pt'), join(folder, 'checkpoint.pt'));
    const { status, stderr } = runPlumb(['debug', 'atlas:checkpoint.pt'], { cwd: folder });
    expect(status).toBe(2);
    expect(stderr).toContain('--language-model');
  },
);
