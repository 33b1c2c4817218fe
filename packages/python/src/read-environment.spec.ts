import { existsSync, readFileSync } from 'node:fs';
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { looksLikeEnvironment, readEnvironment } from './read-environment.ts';
import { withFolder } from './testing/with-folder.ts';

// made by oracle/python/environments.py with pip and importlib.metadata
const { listings, folders } = JSON.parse(
  readFileSync(new URL('./fixtures/environments.json', import.meta.url), 'utf8'),
) as {
  listings: { packages: Record<string, string>; freeze: string; list: string; json: string };
  folders: {
    name: string;
    files: Record<string, string>;
    distributions: { name: string; version: string; requires: string[] }[];
  }[];
};

const metadata = (name: string, version: string) => ({
  [`${name}-${version}.dist-info/METADATA`]: `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n\nText\n`,
});
const under = (folder: string, files: Record<string, string>) =>
  Object.fromEntries(Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]));

describe('folders hold what importlib.metadata finds in them', () => {
  test.each(folders)('$name', async ({ files, distributions }) => {
    await withFolder(files, async (folder) => {
      const { kind, packages } = await readEnvironment(folder);
      expect(kind).toBe('folder');
      const found = [...packages.values()].map(({ name, version, requires }) => ({
        name,
        version,
        requires,
      }));
      expect(found.toSorted((a, b) => (a.name < b.name ? -1 : 1))).toEqual(distributions);
    });
  });

  test('a commit is kept', async () => {
    await withFolder(folders.find(({ name }) => name === 'from a repository')!.files, async (folder) => {
      const { packages } = await readEnvironment(folder);
      expect(packages.get('lerobot')?.origin).toBe(
        `git+https://github.com/huggingface/lerobot@${'0'.repeat(40)}`,
      );
    });
  });
});

describe('listings of one environment name the same packages', () => {
  test.each(['freeze', 'list', 'json'] as const)('pip %s', async (kind) => {
    await withFolder({ 'packages.txt': listings[kind] }, async (folder) => {
      const path = join(folder, 'packages.txt');
      expect(await looksLikeEnvironment(path)).toBe(true);
      const { packages } = await readEnvironment(path);
      const found = [...packages.values()].map(({ name, version }) => [name, version]);
      expect(Object.fromEntries(found)).toEqual(listings.packages);
    });
  });
});

describe('layouts', () => {
  const site = { ...metadata('einops', '0.8.0') };
  test.each([
    [
      'venv',
      {
        'pyvenv.cfg': 'home = /usr/bin\nversion = 3.10.12\n',
        ...under('lib/python3.10/site-packages', site),
      },
      '3.10.12',
    ],
    [
      'virtualenv',
      { 'pyvenv.cfg': 'version_info = 3.9.2.final.0\n', ...under('lib/python3.9/site-packages', site) },
      '3.9.2',
    ],
    ['pip --target', under('lib/python3.10/site-packages', site), '3.10'],
    ['Windows', { 'pyvenv.cfg': 'version = 3.11.4\r\n', ...under('Lib/site-packages', site) }, '3.11.4'],
    [
      'conda',
      { 'conda-meta/python-3.8.13-h12debd9_0.json': '{}', ...under('lib/python3.8/site-packages', site) },
      '3.8.13',
    ],
    ['Debian', under('lib/python3/dist-packages', site), undefined],
    [
      'bare, compiled',
      { ...site, 'einops-0.8.0.dist-info/RECORD': 'einops/__pycache__/x.cpython-312.pyc,,\n' },
      '3.12',
    ],
    ['bare', site, undefined],
  ] as const)('%s', async (_, files, version) => {
    await withFolder(files, async (folder) => {
      expect(await looksLikeEnvironment(folder)).toBe(true);
      const { packages, python } = await readEnvironment(folder);
      expect(packages.get('einops')?.version).toBe('0.8.0');
      expect(python?.version).toBe(version);
    });
  });

  test('a site-packages inside a venv knows the venv, and so does its python', async () => {
    const files = {
      'pyvenv.cfg': 'version = 3.10.12',
      'bin/python': '',
      ...under('lib/python3.10/site-packages', site),
    };
    await withFolder(files, async (folder) => {
      for (const path of ['lib/python3.10/site-packages', 'lib/python3.10', 'bin/python']) {
        const { packages, python } = await readEnvironment(join(folder, path));
        expect([path, packages.size, python?.version]).toEqual([path, 1, '3.10.12']);
      }
    });
  });

  test('lib64 that links to lib is read once', async () => {
    await withFolder(under('lib/python3.10/site-packages', site), async (folder) => {
      await symlink('lib', join(folder, 'lib64'));
      const { notes, packages } = await readEnvironment(folder);
      expect([notes, packages.size]).toEqual([[], 1]);
    });
  });
});

describe('two versions of one distribution', () => {
  const both = { ...metadata('transformers', '4.46.3'), ...metadata('transformers', '4.57.1') };

  test('the code decides', async () => {
    await withFolder({ ...both, 'transformers/__init__.py': '__version__ = "4.46.3"\n' }, async (folder) => {
      const { packages, notes } = await readEnvironment(folder);
      expect(packages.get('transformers')?.version).toBe('4.46.3');
      expect(notes).toEqual([expect.stringContaining('4.46.3 and 4.57.1; its code says 4.46.3')]);
    });
  });

  test('without code the newest, aloud', async () => {
    await withFolder({ ...both, '~ransformers-4.40.0.dist-info/METADATA': '' }, async (folder) => {
      const { packages, notes } = await readEnvironment(folder);
      expect(packages.get('transformers')?.version).toBe('4.57.1');
      expect(notes?.join('\n')).toMatch(/left over[\s\S]*Plumb takes 4\.57\.1/);
    });
  });
});

describe('what is no environment says so', () => {
  test('nothing there', async () => {
    await expect(readEnvironment('/nonexistent/env')).rejects.toMatchObject({
      code: 'ENVIRONMENT_UNREADABLE',
    });
  });

  test('a project with a venv inside is sent there', async () => {
    await withFolder({ '.venv/pyvenv.cfg': '', 'main.py': '' }, async (folder) => {
      expect(await looksLikeEnvironment(folder)).toBe(false);
      await expect(readEnvironment(folder)).rejects.toMatchObject({
        code: 'ENVIRONMENT_NOT_RECOGNISED',
        remedy: expect.stringContaining('.venv'),
      });
    });
  });

  test.each([
    ['prose.md', '# Evaluation\n\nWe used numpy==1.26.4 for\nthis run, and it went well enough.\n'],
    ['eval.log', 'Loading model\nError(s) in loading state_dict for VLAModel:\nnumpy==1.26.4\n'],
    ['zeros.bin', '\0\0\0\0numpy==1.26.4\n'],
    ['empty.txt', ''],
    ['words.txt', 'numpy\ntorch\n'],
  ])('%s', async (name, text) => {
    await withFolder({ [name]: text }, async (folder) => {
      expect(await looksLikeEnvironment(join(folder, name))).toBe(false);
      await expect(readEnvironment(join(folder, name))).rejects.toMatchObject({
        code: 'ENVIRONMENT_NOT_RECOGNISED',
        why: expect.stringMatching(name === 'words.txt' ? /no version/ : /./),
      });
    });
  });
});

const shared = process.env.PLUMB_SHARED ?? fileURLToPath(new URL('../../../../shared', import.meta.url));
const freeze = join(shared, 'incident', 'pip-freeze.txt');
test.skipIf(!existsSync(freeze))("the incident's freeze (skipped where ../shared is absent)", async () => {
  const { packages, notes } = await readEnvironment(freeze);
  expect(packages.get('transformers')).toMatchObject({
    version: '4.46.3',
    place: expect.stringMatching(/:\d+$/),
  });
  expect(notes).toEqual([]);
});

test('metadata that is there and cannot be read is noted; what is not there is not', async () => {
  const files = { ...metadata('torch', '2.8.0'), 'numpy-2.2.6.dist-info/RECORD': '' };
  const large = {
    'transformers-4.57.1.dist-info/METADATA': `Name: transformers\n${' '.repeat(9 * 2 ** 20)}`,
  };
  await withFolder(under('lib/python3.10/site-packages', { ...files, ...large }), async (folder) => {
    const site = join(folder, 'lib/python3.10/site-packages');
    await symlink('METADATA', join(site, 'numpy-2.2.6.dist-info/METADATA'));
    const { packages, notes } = await readEnvironment(folder);
    const about = (name: string) => notes?.filter((note) => note.includes(`/${name}-`)) ?? [];
    expect(about('torch')).toEqual([]);
    expect(about('numpy')).toEqual([
      expect.stringMatching(/METADATA: cannot be read \(ELOOP\)$/),
      expect.stringContaining('holds no readable metadata'),
    ]);
    expect(about('transformers')[0]).toMatch(/METADATA: not read, it has 94\d+ bytes/);
    // the folder's name still says what it is
    expect(packages.get('transformers')).toMatchObject({ version: '4.57.1', requires: [] });
  });
});
