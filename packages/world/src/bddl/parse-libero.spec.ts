import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { liberoHere } from '../testing/libero-here.ts';
import { parseProblem } from './parse-problem.ts';
import type { BddlProblem } from './problem.ts';

const assets = await liberoHere();

// digests of what LIBERO's own parser reads, written by oracle/world/parse-bddl.py
const digests: Record<string, string> = JSON.parse(
  readFileSync(new URL('./fixtures/parsed-digests.json', import.meta.url), 'utf8'),
);

test.skipIf(!assets)('all 130 tasks read as in Python (skipped where LIBERO is not found)', () => {
  const read = Object.keys(digests).map((task) => {
    const text = readFileSync(join(assets!['libero-bddl'], `${task}.bddl`), 'utf8');
    return [task, digest(parseProblem(text, task))];
  });
  expect(read.length).toBe(130);
  expect(Object.fromEntries(read)).toEqual(digests);
});

function digest(problem: BddlProblem): string {
  const floats = (values: readonly number[]) => values.map(bits);
  const predicates = (list: BddlProblem['goal']) => list.map((p) => [p.name, ...p.args]);
  const record = [
    problem.problem,
    problem.language,
    [...problem.fixtures],
    [...problem.objects],
    [...problem.regions.values()].map((region) => [
      region.name,
      region.target,
      region.ranges.map(floats),
      floats(region.yawRotation),
      floats(region.rgba),
    ]),
    problem.objectsOfInterest,
    predicates(problem.init),
    predicates(problem.goal),
  ];
  return createHash('sha256').update(JSON.stringify(record)).digest('hex').slice(0, 16);
}

function bits(value: number): string {
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return bytes.toString('hex');
}
