import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { InstalledPackage, PythonEnvironment } from './environment.ts';
import { findInstallEffects } from './find-requirement-conflicts.ts';
import { releaseRequirements } from './release-requirements.ts';

// a real environment before and after real upgrades, and what `pip check` said; made by oracle/fix/install_effects.py
const real = JSON.parse(
  readFileSync(new URL('./fixtures/install-effects.json', import.meta.url), 'utf8'),
) as {
  python: string;
  installed: Record<string, [version: string, requires: string[]]>;
  after: { release: string; changed: string[]; broken: [dependent: string, name: string][] }[];
};

function environment(packages: typeof real.installed = real.installed): PythonEnvironment {
  const installed = Object.entries(packages).map(
    ([name, [version, requires]]): [string, InstalledPackage] => [
      name,
      { name, version, requires, place: `${name}/METADATA` },
    ],
  );
  const python = { version: real.python, place: 'pyvenv.cfg' };
  return { path: 'venv', kind: 'folder', python, packages: new Map(installed) };
}

test.each(real.after)(
  'transformers $release: replaced and broken as pip did it',
  ({ release, changed, broken }) => {
    const requirements = releaseRequirements(release)!;
    const effects = findInstallEffects(environment(), requirements);
    const direct = new Set(requirements.requires.map(({ name }) => name));
    expect(effects.replaced.map(({ name }) => name).sort()).toEqual(
      changed.filter((name) => direct.has(name)),
    );
    const fresh = effects.broken.filter(({ before }) => !before);
    expect(fresh.map(({ dependent, meets }) => [dependent, meets.split(' ')[0]])).toEqual(broken);
    expect(effects.undecided).toEqual([]);
  },
);

test('what was broken before is said to have been', () => {
  const packages = { ...real.installed, old: ['1.0', ['transformers<4.40']] as [string, string[]] };
  const effects = findInstallEffects(environment(packages), releaseRequirements('4.57.6')!);
  expect(effects.broken).toMatchObject([{ dependent: 'old', before: true }]);
});

test('a package that asks through one that is replaced', () => {
  const packages = { ...real.installed, hub: ['1.0', ['tokenizers<0.21', 'numpy']] as [string, string[]] };
  const effects = findInstallEffects(environment(packages), releaseRequirements('4.57.6')!);
  expect(effects.broken).toMatchObject([{ dependent: 'hub', requirement: 'tokenizers<0.21' }]);
});

test('transformers alone, or a listing, knows nothing of the others', () => {
  const alone = environment({ transformers: real.installed.transformers! });
  const release = releaseRequirements('4.57.6')!;
  expect(findInstallEffects(alone, release).requirementsKnown).toBe(false);
  expect(findInstallEffects(environment(), release).requirementsKnown).toBe(true);
  expect(findInstallEffects({ ...environment(), kind: 'freeze' }, release).requirementsKnown).toBe(false);
});
