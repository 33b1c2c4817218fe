import { expect, test } from 'vitest';
import { describeEnvironment, environmentsOf, isAlike, thisEnvironment } from './run-environment.ts';
import type { RunSession } from './run-spec.ts';
import { specRun } from './testing/spec-run.ts';

const here = { plumb: '0.1.0', node: '22.5.1', platform: 'linux-x64' };
const sitting = (changes: Partial<RunSession>): RunSession => ({
  started: '2026-11-22T20:00:00.000Z',
  workers: 1,
  ...here,
  episodes: 2,
  ...changes,
});

test.each([
  ['a patch of Node', { node: '22.9.0' }, true],
  ['another Node', { node: '24.5.1' }, false],
  ['another Plumb', { plumb: '0.1.1' }, false],
  ['another machine', { platform: 'darwin-arm64' }, false],
])('%s: alike is %s', (_, changes, alike) => {
  expect(isAlike(here, { ...here, ...changes })).toBe(alike);
});

test('a process knows itself', () => {
  const { node, platform } = thisEnvironment('1.2.3');
  expect(node).toBe(process.versions.node);
  expect(describeEnvironment({ plumb: '1.2.3', node: '22.5.1', platform })).toBe(
    `Plumb 1.2.3, Node 22, ${process.platform}-${process.arch}`,
  );
});

test('environments are those whose scores stand, with how many', () => {
  const sessions = [
    sitting({}),
    sitting({ node: '24.0.0', episodes: 0 }),
    sitting({ plumb: '0.2.0', episodes: 5 }),
    sitting({ node: '22.9.0', episodes: 1 }),
  ];
  expect(environmentsOf({ spec: specRun(), sessions })).toEqual([
    { ...here, episodes: 3 },
    { ...here, plumb: '0.2.0', episodes: 5 },
  ]);
});

test('a sitting from before all this was recorded: the spec has Plumb, its machine is not held against it', () => {
  const { plumb: _plumb, platform: _platform, episodes: _episodes, ...old } = sitting({});
  const [share, ...others] = environmentsOf({
    spec: specRun({ plumb: '0.1.0' }),
    sessions: [old, sitting({})],
  });
  expect(others).toEqual([]);
  expect(share).toMatchObject({ plumb: '0.1.0', node: '22.5.1' });
  const moved = environmentsOf({ spec: specRun({ plumb: '0.0.9' }), sessions: [old, sitting({})] });
  expect(moved.map(describeEnvironment)).toEqual(['Plumb 0.0.9, Node 22', 'Plumb 0.1.0, Node 22, linux-x64']);
});
