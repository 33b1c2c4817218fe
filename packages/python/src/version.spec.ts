import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { normaliseName } from './normalise-name.ts';
import { satisfies } from './specifier.ts';
import { compareVersions, parseVersion } from './version.ts';

// made by oracle/python/versions.py with the packaging library
const { ordered, specifiers, invalid } = JSON.parse(
  readFileSync(new URL('./fixtures/versions.json', import.meta.url), 'utf8'),
) as {
  ordered: string[][];
  specifiers: Record<string, string[]>;
  invalid: { versions: string[]; specifiers: string[] };
};
const all = ordered.flat();

test('every pair of versions is ordered as packaging orders it', () => {
  const wrong: string[] = [];
  for (const [i, group] of ordered.entries()) {
    for (const [j, other] of ordered.entries()) {
      for (const a of group) {
        for (const b of other) {
          if (Math.sign(compareVersions(a, b)) !== Math.sign(i - j)) wrong.push(`${a} and ${b}`);
        }
      }
    }
  }
  expect(wrong).toEqual([]);
});

describe('a specifier admits what packaging admits', () => {
  test.each(Object.entries(specifiers))('%s', (specifier, admitted) => {
    expect(all.filter((version) => satisfies(version, specifier)).toSorted()).toEqual(admitted.toSorted());
  });
});

test.each(invalid.versions)('%j is no version', (text) => {
  expect(parseVersion(text)).toBeUndefined();
  expect(satisfies(text, '>=1.0')).toBeUndefined();
});

test.each(invalid.specifiers)('%j is no specifier', (text) => {
  expect(satisfies('1.0', text)).toBeUndefined();
});

test('what is no version is older than any', () => {
  expect(compareVersions('main', '0.0.1')).toBeLessThan(0);
  expect(compareVersions('0.0.1', 'main')).toBeGreaterThan(0);
});

test('names are compared as PEP 503 says', () => {
  expect(normaliseName('Jinja2')).toBe('jinja2');
  expect(['ruamel.yaml', 'ruamel_yaml', 'ruamel-.-yaml'].map(normaliseName)).toEqual(
    Array(3).fill('ruamel-yaml'),
  );
});
