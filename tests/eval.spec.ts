import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../packages/run/src/store/database.ts';
import { root, runPlumb } from './run-plumb.ts';

// a policy whose actions hang on what it is told of the arm: equal episodes need equal worlds
const POLICY = `
export default {
  manifest: ['cameras=', 'replan=2'],
  async predict({ state }, { episode }) {
    // slow enough that an end comes while episodes are left
    await new Promise((resolve) => setTimeout(resolve, Number(process.env.SLOW ?? 0)));
    if (process.env.FAIL === episode) throw new Error('the server \\u001b[31mfell over');
    const wave = (shift) => Array.from({ length: 7 }, (_, i) => Math.sin(1e4 * state[i] + shift));
    return [wave(0), wave(1)];
  },
};
`;
const SHORT = [
  '--suite',
  'plumb-desk',
  '--tasks',
  '0,3',
  '--episodes',
  '3',
  '--horizon',
  '20',
  '--settle',
  '0',
];

let folder: string;
const at = (...parts: string[]) => join(folder, ...parts);
const plumb = (args: readonly string[], env: Record<string, string> = {}) =>
  runPlumb(args, { cwd: folder, env });
const evaluate = (...args: string[]) =>
  plumb(['eval', './policy.mjs', '--videos', '0', '--workers', '1', ...args]);

interface Episode {
  task: number;
  episode: number;
  status: string;
  actionsDigest: string;
  stateDigest: string;
  firstError?: { code: string };
}
const episodesOf = (run: string): Episode[] => JSON.parse(plumb(['show', run, '--json']).stdout).episodes;
const digests = (run: string) =>
  episodesOf(run).map((e) => [e.task, e.episode, e.status, e.actionsDigest, e.stateDigest]);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumb-eval-'));
  writeFileSync(at('policy.mjs'), POLICY);
  const { status, stdout, stderr } = evaluate(...SHORT, '--workers', '2', '--out', 'whole');
  expect(status, stderr).toBe(0);
  expect(stdout).toContain('0/6');
  // no terminal: one plain line an episode
  expect(stderr.match(/^plumb-desk\/\d\/\d: failure after 20 steps/gm)?.length).toBe(6);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** `slow`: milliseconds that the policy takes for an answer. */
function start(args: readonly string[], slow: number): ChildProcess {
  return spawn(
    process.execPath,
    [join(root, 'packages/cli/bin/plumb.js'), 'eval', ...args, '--videos', '0', '--json'],
    { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, SLOW: String(slow) } },
  );
}

/** Resolves when the process has told an event so many times. */
async function told(child: ChildProcess, event: string, count: number): Promise<void> {
  let text = '';
  for await (const chunk of child.stdout!) {
    text += String(chunk);
    if (text.split(`"event": "${event}"`).length > count) return;
  }
  throw new Error(`it ended before it told ${event} ${count} times: ${text}`);
}

test('killed again and again, and resumed, a run becomes what it would have been', async () => {
  let args = ['./policy.mjs', ...SHORT, '--out', 'killed'];
  // before the first episode, and in the midst of others
  for (const [event, count] of [
    ['ready', 1],
    ['episode', 1],
    ['episode', 1],
  ] as const) {
    const child = start(args, 100);
    const exited = once(child, 'exit');
    await told(child, event, count);
    child.kill('SIGKILL');
    await exited;
    args = ['--resume', 'killed'];
  }
  const kept = episodesOf('killed').length;
  expect(kept).toBeGreaterThanOrEqual(2);
  expect(kept).toBeLessThan(6);
  const { status, stderr } = plumb(['eval', '--resume', 'killed', '--videos', '0']);
  expect(status, stderr).toBe(0);
  expect(digests('killed')).toEqual(digests('whole'));
}, 120_000);

test('Ctrl-C ends cleanly, keeps what is finished, and the run goes on', async () => {
  const child = start(['./policy.mjs', ...SHORT, '--workers', '1', '--out', 'interrupted'], 100);
  const exited = once(child, 'exit');
  await told(child, 'episode', 1);
  child.kill('SIGINT');
  expect(await exited).toEqual([130, null]);
  expect(existsSync(at('interrupted', 'run.db-wal'))).toBe(false);
  expect(episodesOf('interrupted')[0]).toMatchObject({ status: 'failure' });
  const { status } = plumb(['eval', '--resume', 'interrupted', '--videos', '0', '--workers', '1']);
  expect(status).toBe(0);
  expect(digests('interrupted')).toEqual(digests('whole'));
}, 120_000);

test('a run of a policy that is shown pictures goes on as well', () => {
  writeFileSync(at('seeing.mjs'), 'export default { predict: () => [0.1, 0, 0, 0, 0, 0, -1] };\n');
  const short = ['--suite', 'plumb-desk', '--tasks', '3', '--episodes', '1', '--horizon', '2'];
  const whole = plumb(['eval', './seeing.mjs', ...short, '--videos', '0', '--out', 'seeing']);
  expect(whole.status, whole.stderr).toBe(0);
  const again = plumb(['eval', '--resume', 'seeing', '--videos', '0']);
  expect(again.status, again.stderr).toBe(0);
  const other = 'export default { description: { version: 2 }, predict: () => [0.1, 0, 0, 0, 0, 0, -1] };\n';
  writeFileSync(at('seeing.mjs'), other);
  const refused = plumb(['eval', '--resume', 'seeing', '--videos', '0']);
  expect(refused.status).toBe(2);
  expect(refused.stderr).toContain('description.version');
}, 60_000);

test('a run goes on by what it was begun with; a mixed one says so ever after', () => {
  const half = [
    '--suite',
    'plumb-desk',
    '--tasks',
    '3',
    '--horizon',
    '8',
    '--settle',
    '0',
    '--episodes',
    '4',
  ];
  const [first, second] = ['1/2', '2/2'].map((shard) => {
    const out = `mixed-${shard[0]}`;
    expect(evaluate(...half, '--shard', shard, '--out', out).status).toBe(0);
    return out;
  });
  // as if an older Plumb had run the first half, and lost an episode
  const db = openDatabase(at(first!, 'run.db'));
  db.exec("UPDATE sessions SET plumb = '0.0.9'");
  db.exec("UPDATE episodes SET status = 'cancelled' WHERE episode = (SELECT max(episode) FROM episodes)");
  db.close();
  const refused = plumb(['eval', '--resume', first!]);
  expect(refused.status).toBe(2);
  expect(refused.stderr).toMatch(/RESUME_CHANGED/);
  expect(refused.stderr.replace(/\s+/g, ' ')).toMatch(/was run by Plumb 0\.0\.9, Node .* this is Plumb/);
  const mixed = plumb(['eval', '--resume', first!, '--mixed', '--videos', '0']);
  expect(mixed.status, mixed.stderr).toBe(0);
  expect(mixed.stderr).toContain('becomes a mixed one');
  const named = /mixed: 1 by Plumb 0\.0\.9, Node \d+, \S+; 1 by Plumb/;
  expect(mixed.stdout).toMatch(named);
  expect(plumb(['show', first!]).stdout).toMatch(named);
  expect(plumb(['show', second!]).stdout).not.toContain('mixed');
  expect(plumb(['merge', first!, second!, '--out', 'mixed']).stdout).toMatch(
    /mixed: 1 by Plumb 0\.0\.9, .*; 3 by Plumb/,
  );
}, 120_000);

test('of a run that is whole nothing is run, filmed or noted again, and that is said', () => {
  const before = JSON.parse(plumb(['show', 'whole', '--json']).stdout).sessions;
  const { status, stdout, stderr } = plumb(['eval', '--resume', 'whole']);
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toContain('Nothing was left to run');
  expect(existsSync(at('whole', 'videos'))).toBe(false);
  expect(JSON.parse(plumb(['show', 'whole', '--json']).stdout).sessions).toEqual(before);
  const lines = plumb(['eval', '--resume', 'whole', '--json']).stdout.trim().split('\n');
  expect(lines.map((line) => JSON.parse(line).event)).toEqual(['start', 'end']);
});

test('a run that somebody writes is nobody else’s', async () => {
  // far longer than this test
  const child = start(['./policy.mjs', ...SHORT, '--out', 'shared'], 5000);
  await told(child, 'start', 1);
  const second = plumb(['eval', '--resume', 'shared']);
  expect(second.status).toBe(2);
  expect(second.stderr).toContain('RUN_IN_USE');
  // reading goes on
  expect(plumb(['show', 'shared']).status).toBe(0);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(evaluate(...SHORT, '--out', 'shared').stderr).toContain('RUN_EXISTS');
}, 120_000);

test('an error is told beside the rate, exits 1, and is mended by --resume', () => {
  const args = ['eval', './policy.mjs', '--videos', '0', '--workers', '1', ...SHORT, '--out', 'erring'];
  const { status, stdout, stderr } = plumb(args, { FAIL: 'plumb-desk/0/1' });
  expect(status).toBe(1);
  // what a server says never reaches a terminal raw
  expect(stderr).toContain('the server \\x1b[31mfell over');
  expect(stdout + stderr).not.toContain('\u001b');
  expect(stdout).toMatch(/task +success +rate +95 % +errors/);
  expect(stdout).toContain('0/5');
  expect(stdout).toContain('server-errors');
  expect(episodesOf('erring').filter((e) => e.status === 'error').length).toBe(1);
  expect(plumb(['eval', '--resume', 'erring', '--videos', '0', '--workers', '1']).status).toBe(0);
  expect(digests('erring')).toEqual(digests('whole'));
  expect(episodesOf('erring').find((e) => e.firstError)).toMatchObject({ task: 0, episode: 1 });
}, 120_000);

test('shards merge into the whole; doubled and different ones are refused', () => {
  expect(evaluate(...SHORT, '--shard', '1/2', '--out', 'shard-1').status).toBe(0);
  expect(evaluate(...SHORT, '--shard', '2/2', '--out', 'shard-2').status).toBe(0);
  const { status, stdout } = plumb(['merge', 'shard-1', 'shard-2', '--out', 'merged']);
  expect(status).toBe(0);
  expect(stdout).toContain('0/6');
  expect(digests('merged')).toEqual(digests('whole'));
  expect(plumb(['merge', 'shard-1', 'whole', '--out', 'x']).stderr).toContain('MERGE_DOUBLED');
  const other = [
    '--suite',
    'plumb-desk',
    '--tasks',
    '0',
    '--episodes',
    '3',
    '--horizon',
    '8',
    '--settle',
    '0',
  ];
  expect(evaluate(...other, '--seed', '5', '--out', 'other').status).toBe(0);
  const refused = plumb(['merge', 'shard-1', 'other', '--out', 'x']).stderr;
  expect(refused).toContain('MERGE_SPECS_DIFFER');
  expect(refused).toContain('protocol.horizon: 20 and 8');
}, 180_000);

test('where there is nothing to film that is said', () => {
  const args = ['eval', './seeing.mjs', '--suite', 'plumb-desk', '--tasks', '3', '--episodes', '1'];
  const short = [...args, '--replan', '5', '--horizon', '10', '--out', 'short-answers'];
  expect(plumb(short).status).toBe(1);
  const { status, stdout } = plumb(['show', 'short-answers', '--videos', '2']);
  expect(status).toBe(0);
  expect(stdout).toBe('No film was made: no episode has a step and a score.\n');
}, 60_000);

test('the expert beats it, and compare says so', () => {
  const args = ['--suite', 'plumb-desk', '--tasks', '3', '--episodes', '3', '--horizon', '200'];
  const { status, stdout } = plumb(['eval', 'expert', ...args, '--out', 'expert', '--json']);
  expect(status).toBe(0);
  const events = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(events[0]).toMatchObject({ event: 'start', spec: { policy: { name: 'expert' } } });
  expect(events.at(-1)).toMatchObject({ event: 'end', end: 'finished', total: { successes: 3, rate: 1 } });
  const compared = plumb(['compare', 'expert', 'whole', '--json']);
  expect(JSON.parse(compared.stdout)).toMatchObject({
    pairs: 3,
    onlyA: 3,
    onlyB: 0,
    unpairedB: 3,
    p: expect.closeTo(0.25, 9),
  });
  expect(plumb(['compare', 'expert', 'whole']).stdout).toContain('Not told apart');
  expect(plumb(['compare', 'expert', 'other']).stderr).toContain('COMPARE_NO_PAIRS');
}, 120_000);

test('a replay of a run is that run', () => {
  const { status, stderr } = plumb([
    'eval',
    'replay:expert',
    '--videos',
    '0',
    '--workers',
    '1',
    '--out',
    'again',
  ]);
  expect(status, stderr).toBe(0);
  expect(digests('again')).toEqual(digests('expert'));
}, 120_000);

test('every layout can be read by its own tool’s names', () => {
  const json = (layout: string) => JSON.parse(plumb(['show', 'expert', '--export', layout]).stdout);
  expect(json('atlas')).toMatchObject({
    benchmark: 'plumb-desk',
    overall_success_rate: 1,
    total_episodes: 3,
    results: { task_3: { num_success: 3, episode_results: [{ episode: 0, success: true }, {}, {}] } },
  });
  expect(json('lerobot')).toMatchObject({
    overall: { pc_success: 100, n_episodes: 3 },
    per_task: [{ task_group: 'plumb-desk', task_id: 3, metrics: { successes: [true, true, true] } }],
  });
  expect(json('vla-eval')).toMatchObject({ mean_success: 1, tasks: [{ num_episodes: 3, mean_success: 1 }] });
  const csv = plumb(['show', 'expert', '--export', 'csv']).stdout.trim().split('\r\n');
  expect(csv.length).toBe(4);
  expect(csv[1]).toMatch(/^plumb-desk,3,turn_on_the_stove,0,0,0,success,/);
  expect(plumb(['runs', '.']).stdout).toMatch(/expert +plumb-desk +expert +3\/3 +100.0 %/);
});

test('a dry run shows what the policy sees and executes nothing', () => {
  const args = [
    'eval',
    'random',
    '--suite',
    'plumb-desk',
    '--manifest',
    'family=openpi',
    '--replan',
    '1',
    '--dry-run',
  ];
  const { status, stdout, stderr } = plumb([...args, '--out', 'look', '--json']);
  expect(status, stderr).toBe(0);
  const answer = JSON.parse(stdout);
  expect(answer.state.length).toBe(8);
  expect(answer.files.length).toBe(4);
  expect(readFileSync(at('look', 'agentview.png')).subarray(1, 4).toString()).toBe('PNG');
  expect(existsSync(at('look', 'run.db'))).toBe(false);
}, 60_000);

test('a dry run says beforehand that an answer is too short for the protocol', () => {
  const args = ['eval', 'random', '--suite', 'plumb-desk', '--replan', '5', '--dry-run', '--out', 'short'];
  const { status, stdout } = plumb(args);
  expect(status).toBe(1);
  expect(stdout).toContain('1 action in the answer');
  expect(stdout).toMatch(/Every episode would end in an error: 5 actions .*\n.*--replan 1/);
}, 60_000);

test('the protocols are explained side by side', () => {
  const { status, stdout } = plumb(['eval', 'openpi://gpu:8000', '--suite', 'libero_10', '--explain']);
  expect(status).toBe(0);
  expect(stdout).toMatch(/horizon +520/);
  expect(stdout).toMatch(/replan +5/);
  expect(stdout).toMatch(/libero +settle steps 5 .* horizon 600/);
});

test.each([
  [['eval'], 'EVAL_INCOMPLETE'],
  [['eval', 'expert'], 'EVAL_INCOMPLETE'],
  [['eval', 'expert', '--suite', 'libero_space'], 'SUITE_UNKNOWN'],
  [['eval', 'expert', '--suite', 'plumb-desk', '--tasks', '5'], 'TASK_UNKNOWN'],
  [['eval', 'expert', '--suite', 'plumb-desk', '--tasks', 'x'], 'INVALID_ARGUMENT'],
  [['eval', 'expert', '--suite', 'plumb-desk', '--shard', '3/2'], 'INVALID_ARGUMENT'],
  [['eval', 'expert', '--suite', 'plumb-desk', '--episodes', '1000000000'], 'EVAL_TOO_MUCH'],
  [['eval', 'expert', '--suite', 'plumb-desk', '--horizon', '100001'], 'EVAL_TOO_MUCH'],
  [['eval', 'expert', '--suite', 'plumb-desk', '--mixed'], 'OPTION_ALONE'],
  [['eval', 'expert', '--suite', 'plumb-desk', '--script', 'x.py'], 'OPTION_ALONE'],
  [['eval', 'nonsense', '--suite', 'plumb-desk'], 'POLICY_UNKNOWN'],
  [['eval', '--resume', 'whole', '--seed', '3'], 'RESUME_CHANGED'],
  [['eval', 'expert', '--resume', 'whole'], 'RESUME_CHANGED'],
  [
    [
      'eval',
      'random',
      '--suite',
      'plumb-desk',
      '--manifest',
      'cameras=agentview',
      '--dry-run',
      '--out',
      'policy.mjs',
    ],
    'PICTURE_NOT_WRITTEN',
  ],
  [['eval', '--resume', 'nowhere'], 'RUN_MISSING'],
  [['show', 'nowhere'], 'RUN_MISSING'],
  [['runs', 'nowhere'], 'FOLDER_MISSING'],
])('%j exits 2 with %s', (args, code) => {
  const { status, stderr } = plumb(args);
  expect(status).toBe(2);
  expect(stderr).toContain(code);
});
