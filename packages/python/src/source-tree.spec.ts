import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { decodeSource } from './decode-source.ts';
import { readDataclasses } from './read-dataclasses.ts';
import { openSourceTree } from './source-tree.ts';
import { withFolder } from './testing/with-folder.ts';

test("a repository's own sources are listed, nothing installed or hidden", async () => {
  const files = {
    'a.py': '',
    'pkg/b.py': '',
    'pkg/data.txt': '',
    '.git/hook.py': '',
    'node_modules/x.py': '',
    'pkg/__pycache__/b.py': '',
    'env/pyvenv.cfg': '',
    'env/lib/python3.10/site-packages/c.py': '',
    'target/lib/site-packages/d.py': '',
    'big.py': 'x = 1\n'.repeat(500_000),
  };
  await withFolder(files, async (folder) => {
    await symlink('..', join(folder, 'pkg', 'loop'));
    const tree = await openSourceTree(folder);
    expect(tree.files).toEqual(['a.py', 'pkg/b.py']);
    expect(tree.skipped).toEqual([{ file: 'big.py', why: expect.stringContaining('larger') }]);
  });
});

test('a file alone is a tree of one; a missing folder is named', async () => {
  await withFolder({ 'a.py': 'x = 1' }, async (folder) => {
    const tree = await openSourceTree(join(folder, 'a.py'));
    expect(tree.files).toEqual(['a.py']);
    expect(await tree.parse('a.py')).toBe(await tree.parse('a.py'));
    expect((await tree.parse('a.py')).rootNode.text).toBe('x = 1');
    tree.dispose();
    await expect(openSourceTree(join(folder, 'none'))).rejects.toMatchObject({ code: 'SOURCE_UNREADABLE' });
  });
});

test.each([
  ['utf-8', [0x23, 0x20, 0xc3, 0xa9], '# é', false],
  ['byte order mark', [0xef, 0xbb, 0xbf, 0x23], '#', false],
  ['not utf-8', [0x23, 0xe9], '#\ufffd', true],
])('decoding: %s', (_, bytes, text, undecodable) => {
  expect(decodeSource(Uint8Array.from(bytes))).toEqual({ text, undecodable });
});

test('a coding line is obeyed, in the first two lines only', () => {
  const source = (head: string) => Uint8Array.from([...Buffer.from(head), 0xe9]);
  expect(decodeSource(source('# -*- coding: latin-1 -*-\n# ')).text.at(-1)).toBe('é');
  expect(
    decodeSource(source('#!/usr/bin/env python\n# vim: set fileencoding=iso-8859-1 :\n# ')).text.at(-1),
  ).toBe('é');
  expect(decodeSource(source('x = 1\n# coding: latin-1\n# ')).undecodable).toBe(true);
  expect(decodeSource(source('# coding: no-such-codec\n# ')).undecodable).toBe(true);
});

test('dataclasses are read with their defaults', async () => {
  const source = `import dataclasses
from dataclasses import dataclass, field
@dataclass
class LanguageConfig:
    """Text"""
    model_name: str = "Qwen/Qwen3-0.6B-Base"  # comment
    rank: int = 8
    names: list = field(default_factory=list)
    seed: int = field(default=-1)
    needed: float
@dataclasses.dataclass(frozen=True)
class Sub(LanguageConfig):
    pass
class Plain:
    x: int = 1
`;
  await withFolder({ 'configs/model.py': source }, async (folder) => {
    const tree = await openSourceTree(folder);
    const [config, sub, ...others] = await readDataclasses(tree);
    expect(config).toMatchObject({ name: 'LanguageConfig', file: 'configs/model.py', line: 4 });
    expect(config?.fields.map(({ name, line, default: value }) => [name, line, value])).toEqual([
      ['model_name', 6, 'Qwen/Qwen3-0.6B-Base'],
      ['rank', 7, 8],
      ['names', 8, undefined],
      ['seed', 9, -1],
      ['needed', 10, undefined],
    ]);
    expect([sub?.bases, others]).toEqual([['LanguageConfig'], []]);
    tree.dispose();
  });
});
