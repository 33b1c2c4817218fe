import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { NumpyRandom } from './numpy-random.ts';

interface Case {
  seed: number;
  uniform: number[];
  equal: number;
  randint: number[];
  normals: number[];
  between: number;
  more_normals: number[];
  far: [number, number];
  reseeded_normal: [number];
}

// written by oracle/world/numpy-random.py with NumPy itself
const { cases } = JSON.parse(
  readFileSync(new URL('./fixtures/numpy-random.json', import.meta.url), 'utf8'),
) as { cases: Case[] };
const RANDINT_ARGUMENTS = [1, 2, 3, 1, 7, 100, 2 ** 20 + 1, 2 ** 32];

test.each(cases)('seed $seed: the stream is bit-identical to NumPy', (expected) => {
  const random = new NumpyRandom(expected.seed);
  const times = <T>(n: number, draw: () => T) => Array.from({ length: n }, draw);
  expect(times(5, () => random.uniform(-0.3, 0.7))).toEqual(expected.uniform);
  expect(random.uniform(Math.PI / 2, Math.PI / 2)).toBe(expected.equal);
  expect(RANDINT_ARGUMENTS.map((n) => random.randint(n))).toEqual(expected.randint);
  // log and sqrt of two C libraries may differ in the last bit
  const close = (actual: number[], wanted: number[]) =>
    actual.forEach((value, i) => void expect(Math.abs(value - wanted[i]!)).toBeLessThan(1e-15));
  close(
    times(7, () => random.normal()),
    expected.normals,
  );
  expect(random.uniform(0, 1)).toBe(expected.between);
  close(
    times(4, () => random.normal()),
    expected.more_normals,
  );
  expect([times(5000, () => random.uniform(0, 1)).at(-1), random.randint(1000)]).toEqual(expected.far);
  random.normal();
  random.seed(expected.seed);
  close([random.normal()], expected.reseeded_normal);
});

test('a clone goes on by itself', () => {
  const random = new NumpyRandom(3);
  random.normal();
  const clone = random.clone();
  expect([clone.normal(), clone.random()]).toEqual([random.normal(), random.random()]);
  random.random();
  expect(clone.random()).not.toBe(random.random());
});

test.each([-1, 2 ** 32, 0.5, Number.NaN])('the seed %s is refused', (seed) => {
  expect(() => new NumpyRandom(seed)).toThrow(RangeError);
});
