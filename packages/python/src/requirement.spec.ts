import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { applies, parseRequirement } from './requirement.ts';
import { specifiersMeet } from './specifiers-meet.ts';

// what packaging answers; made by oracle/python/requirements.py
const oracle = JSON.parse(readFileSync(new URL('./fixtures/requirements.json', import.meta.url), 'utf8')) as {
  lines: { line: string; name: string; specifiers: string[]; applies: Record<string, boolean> }[];
  meets: [a: string, b: string, meets: boolean][];
};

test.each(oracle.lines)(
  '$line is read as packaging reads it',
  ({ line, name, specifiers, applies: wanted }) => {
    const requirement = parseRequirement(line)!;
    expect(requirement.name).toBe(name);
    const own = requirement.specifier.split(',').map((clause) => clause.replace(/\s/g, ''));
    expect(own.filter((clause) => clause !== '').sort()).toEqual(specifiers);
    for (const [python, answer] of Object.entries(wanted))
      expect(applies(requirement, { python })).toBe(answer);
  },
);

test.each(oracle.meets)('%j and %j meet: %j', (a, b, wanted) => {
  expect(specifiersMeet(a, b)).toBe(wanted);
  expect(specifiersMeet(b, a)).toBe(wanted);
});

test('a marker on a Python that nothing names is undecided; one that another part decides is not', () => {
  const backport = parseRequirement('tomli; python_version < "3.11"')!;
  expect(applies(backport, {})).toBeUndefined();
  expect(applies(parseRequirement('x; python_version < "3.11" and sys_platform == "win32"')!, {})).toBe(
    false,
  );
});

test('what is no requirement is none', () => {
  expect(parseRequirement('')).toBeUndefined();
  expect(parseRequirement('--hash=sha256:00')).toBeUndefined();
});
