import type { CheckResult } from '@plumb/architecture';
import { expect, test } from 'vitest';
import { emptyFacts, type LogFact } from './facts.ts';
import { eachCheckpointFirst, rankLoads } from './rank-loads.ts';

const load = (checkpoint: string, environment: string, missing: number, error = `${missing} missing`) =>
  ({
    checkpoint,
    environment,
    error,
    missing: Array(missing).fill('a'),
    mismatched: [],
  }) as unknown as CheckResult;
const names = (loads: readonly CheckResult[]) =>
  loads.map(({ checkpoint, environment }) => `${checkpoint} ${environment}`);

test('the error that a log shows comes before the gravest', () => {
  const logs = [{ loadErrors: [{ message: '2 missing\n' }] }] as unknown as LogFact[];
  const loads = [load('part', 'x', 1), load('policy', 'x', 2), load('other', 'x', 9)];
  expect(names(rankLoads(loads, { ...emptyFacts(), logs }))).toEqual(['policy x', 'other x', 'part x']);
});

test('each checkpoint is there once before one is there twice, in their order', () => {
  const loads = [
    load('b', 'x', 9),
    load('b', 'y', 9),
    load('a', 'y', 3),
    load('b', 'z', 2),
    load('a', 'x', 1),
  ];
  expect(names(eachCheckpointFirst(loads))).toEqual(['b x', 'a y', 'b y', 'b z', 'a x']);
});
