import { expect, test } from 'vitest';
import {
  releaseRequirements,
  releasesWithRequirements,
  releaseThatPipPicks,
} from './release-requirements.ts';
import { compareVersions } from './version.ts';

// figures of the wheels' METADATA, as PyPI serves them
test('a release says which Python, tokenizers and torch it wants', () => {
  const release = releaseRequirements('4.46.3')!;
  expect(release.python).toBe('>=3.8.0');
  expect(release.requires.find(({ name }) => name === 'tokenizers')?.specifier).toBe('<0.21,>=0.20');
  expect(releaseRequirements('5.23.0')?.torch).toBe('>=2.6');
});

test('a release that was not read has no requirements', () => {
  expect(releaseRequirements('4.46.99')).toBeUndefined();
  expect(releaseRequirements('toString')).toBeUndefined();
});

test('pip goes by the Python that runs it', () => {
  expect(releaseThatPipPicks('>=0', '3.9')).toBe('4.57.6');
  expect(releaseThatPipPicks('>=0', '3.10')).toBe('5.20.2');
  expect(releaseThatPipPicks('>=0', '3.11.7')).toBe('5.23.0');
  expect(releaseThatPipPicks('>=4.51.0,<5', '3.10.13')).toBe('4.57.6');
  expect(releaseThatPipPicks('>=4.51.0,<5', '3.8')).toBeUndefined();
});

test('the table is in the order of versions', () => {
  const versions = releasesWithRequirements();
  expect([...versions].sort(compareVersions)).toEqual(versions);
});
