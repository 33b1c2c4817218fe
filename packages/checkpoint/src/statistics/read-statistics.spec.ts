import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { readCheckpoint } from '../read-checkpoint.ts';
import { type CheckpointStatistics, readStatistics } from './read-statistics.ts';

interface Row {
  elements: number;
  nan: number;
  inf: number;
  zeros: number;
  min: number | null;
  max: number | null;
  mean: number | null;
  std: number | null;
}

// made by oracle/convert/make_statistics.py: torch's own figures, in float64
const rows: Record<string, Row> = JSON.parse(
  readFileSync(new URL('./fixtures/layers.json', import.meta.url), 'utf8'),
);
let statistics: CheckpointStatistics;
beforeAll(async () => {
  statistics = await readStatistics(
    await readCheckpoint(fileURLToPath(new URL('./fixtures/layers.pt', import.meta.url))),
  );
});

const measured = (name: string) => statistics.tensors.find(({ tensor }) => tensor.name === name)!;

test.each(Object.keys(rows))('%s: counts and extremes as torch, moments to ten digits', (name) => {
  const { mean, std, ...exact } = rows[name]!;
  const { found } = measured(name);
  expect(found).toMatchObject(exact);
  if (mean === null || std === null) expect([found.mean, found.std]).toEqual([null, null]);
  else {
    // relative to what is summed: a mean near zero has no digits of its own
    const scale = Math.max(Math.abs(exact.min!), Math.abs(exact.max!), 1e-300);
    expect(Math.abs(found.mean! - mean) / scale).toBeLessThan(1e-10);
    expect(Math.abs(found.std! - std) / Math.max(std, 1e-300)).toBeLessThan(std === 0 ? 1 : 1e-9);
  }
});

describe('fresh layers', () => {
  test.each([
    ['linear.weight', 'kaiming-uniform'],
    ['linear_bfloat16.weight', 'kaiming-uniform'],
    ['conv.weight', 'kaiming-uniform'],
    ['attention.in_proj_weight', 'xavier-uniform'],
    ['embedding.weight', 'normal-1'],
    ['head.weight', 'normal-0.02'],
    ['norm.weight', 'constant'],
    ['norm.bias', 'constant'],
  ])('%s is known as %s', (name, recipe) => {
    expect(measured(name).initial?.recipe).toBe(recipe);
  });

  test('a trained layer is not one, nor one that is a little wider, narrower or shifted', () => {
    const fooled = statistics.tensors.filter(
      ({ tensor, initial }) => tensor.name.startsWith('trained.') && initial !== undefined,
    );
    expect(fooled.map(({ tensor }) => tensor.name)).toEqual([]);
  });
});

describe('findings', () => {
  const named = (kind: string) =>
    statistics.findings.filter((finding) => finding.kind === kind).flatMap(({ tensors }) => tensors);

  test('NaN, infinities, empty and constant matrices come first', () => {
    expect(statistics.findings.slice(0, 4).map(({ kind }) => kind)).toEqual([
      'nan',
      'inf',
      'zero',
      'constant',
    ]);
    expect(named('nan')).toEqual(['nan.weight']);
    expect(named('inf')).toEqual(['inf.weight']);
    expect(named('zero')).toEqual(['zero.weight']);
    expect(named('constant')).toEqual(['constant.weight']);
  });

  test('dtypes beside the usual one are told by name', () => {
    expect(named('dtype').sort()).toEqual(['far', 'float8', 'half', 'linear_bfloat16.weight']);
  });
});
