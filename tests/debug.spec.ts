import { copyFileSync, cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
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

/** A copy of the tiny checkpoint with its language model beside it, broken. */
function brokenTiny(damage: (bytes: Buffer, folder: string) => Buffer): string {
  const folder = temporaryFolder();
  cpSync(TINY, folder, { recursive: true });
  const path = join(folder, 'mlp_head.pt');
  const bytes = damage(readFileSync(path), folder);
  writeFileSync(join(folder, 'broken.pt'), bytes);
  return folder;
}

/** The pickle asks for `subprocess.check_output()` where it asked for `collections.OrderedDict()`: as long, and sums that fit. */
function callSubprocess(bytes: Buffer): Buffer {
  const [good, bad] = ['collections\nOrderedDict\n', 'subprocess\ncheck_output\n'];
  bytes.write(bad, bytes.indexOf(good), 'latin1');
  const directory = bytes.indexOf('PK\x01\x02', 'latin1');
  const data = 30 + bytes.readUInt16LE(26) + bytes.readUInt16LE(28);
  const sum = crc32(bytes.subarray(data, data + bytes.readUInt32LE(directory + 24)));
  bytes.writeUInt32LE(sum, directory + 16);
  return bytes;
}

function putNaN(bytes: Buffer): Buffer {
  const { stdout } = runPlumb(['inspect', join(TINY, 'mlp_head.pt'), '--json']);
  const { tensors } = JSON.parse(stdout) as { tensors: { name: string; offset: number }[] };
  bytes.writeFloatLE(Number.NaN, tensors.find(({ name }) => name === 'action_head.mlp.4.weight')!.offset);
  return bytes;
}

function widenLanguageModel(bytes: Buffer, folder: string): Buffer {
  const path = join(folder, 'language_model/config.json');
  const config = JSON.parse(readFileSync(path, 'utf8'));
  writeFileSync(path, JSON.stringify({ ...config, intermediate_size: 100 }));
  return bytes;
}

test.skipIf(!existsSync(TINY)).each<[string, (bytes: Buffer, folder: string) => Buffer, string, string]>([
  ['truncated', (bytes) => bytes.subarray(0, 1_000_000), 'CHECKPOINT_TRUNCATED', 'its end record is missing'],
  ['hostile', callSubprocess, 'CHECKPOINT_REFUSED', 'would run subprocess.check_output'],
  ['NaN-filled', putNaN, 'CHECKPOINT_REFUSED', 'action_head.mlp.4.weight first (element 0)'],
  ['mismatched', widenLanguageModel, 'CHECKPOINT_REFUSED', 'size mismatch for language_encoder'],
])(
  'a %s checkpoint is refused before a session is built, and no run is begun (skipped without ../shared/incident)',
  {
    timeout: PATIENCE,
  },
  (_, damage, code, says) => {
    const folder = brokenTiny(damage);
    // a device that most machines lack: a session would have complained of it
    const args = ['debug', 'atlas:broken.pt', '--device', 'webgpu', '--run', 'run'];
    const { status, stdout, stderr } = runPlumb(args, { cwd: folder });
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr.replace(/\s+/g, ' ')).toContain(says);
    expect(stderr).toMatch(new RegExp(`code\\s+${code}`));
    expect(existsSync(join(folder, 'run'))).toBe(false);
  },
);

test('an evaluation and what is found of its policy are one run, for show and diagnose', {
  timeout: PATIENCE,
}, () => {
  const folder = temporaryFolder();
  const eyeless = join(folder, 'eyeless.mjs');
  writeFileSync(
    eyeless,
    `export default {
      manifest: ['renderWidth=32', 'renderHeight=32', 'width=32', 'height=32', 'cameras=agentview'],
      predict: () => [0.1, 0, 0, 0, 0, 0, -1],
    };`,
  );
  const at = { cwd: folder };
  const few = ['--tasks', '0', '--episodes', '1', '--horizon', '4', '--videos', '0'];
  const evaluated = runPlumb(['eval', './eyeless.mjs', '--suite', 'plumb-desk', ...few, '--out', 'run'], at);
  expect(evaluated.status).toBe(0);
  const { next } = JSON.parse(runPlumb(['diagnose', 'run', '--json'], at).stdout);
  expect(next).toContain('plumb debug --run run');
  const debugged = runPlumb(['debug', '--run', 'run'], at);
  expect([debugged.status, debugged.stderr]).toEqual([1, '']);
  const shown = JSON.parse(runPlumb(['show', 'run', '--json'], at).stdout);
  expect(shown).toMatchObject({ total: { episodes: 1 }, sessions: [{ end: 'finished' }] });
  expect(shown.probes).toHaveLength(14);
  expect(shown.probes).toContainEqual(
    expect.objectContaining({ name: 'image-dependence', outcome: 'fail', suite: 'plumb-desk' }),
  );
  expect(runPlumb(['show', 'run'], at).stdout).toContain('✗ The action does not depend on the image');
  const { findings, ...rest } = JSON.parse(runPlumb(['diagnose', 'run', '--json'], at).stdout);
  expect(rest.next).not.toContain('plumb debug --run run');
  expect(findings).toContainEqual(
    expect.objectContaining({
      code: 'action/constant-output',
      strength: 'proven',
      evidence: expect.arrayContaining([
        expect.objectContaining({ kind: 'probe', place: 'run#image-dependence' }),
      ]),
    }),
  );
  const other = runPlumb(['debug', 'zero', '--run', 'run'], at);
  expect([other.status, other.stderr]).toEqual([2, expect.stringContaining('RUN_OTHER_POLICY')]);
});

test('what was found before a failure is kept, in the run and in the report, and the failure is named', {
  timeout: PATIENCE,
}, () => {
  const folder = temporaryFolder();
  writeFileSync(
    join(folder, 'dies.mjs'),
    `let questions = 0;
    export default {
      manifest: ['cameras=agentview', 'renderWidth=32', 'renderHeight=32', 'width=32', 'height=32'],
      predict() { if (questions++ > 0) throw new TypeError('out of memory'); return [0.1, 0, 0, 0, 0, 0, -1]; },
    };`,
  );
  const args = ['debug', './dies.mjs', '--run', 'run', '--out', 'debug.json'];
  const { status, stderr } = runPlumb(args, { cwd: folder });
  expect(status).toBe(2);
  expect(stderr).toContain('predict of ./dies.mjs threw: out of memory');
  const { results } = JSON.parse(readFileSync(join(folder, 'debug.json'), 'utf8'));
  expect(results).toMatchObject([
    { name: 'model-loaded', outcome: 'pass' },
    { name: 'forward-pass', outcome: 'pass' },
    { name: 'determinism', outcome: 'unknown', text: expect.stringContaining('out of memory') },
  ]);
  const { probes } = JSON.parse(runPlumb(['show', 'run', '--json'], { cwd: folder }).stdout);
  expect(probes).toMatchObject(results);
});
