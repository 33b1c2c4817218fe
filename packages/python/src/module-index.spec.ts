import { expect, test } from 'vitest';
import { findImportFailures } from './find-import-failures.ts';
import { readModuleIndex } from './module-index.ts';
import { openSourceTree } from './source-tree.ts';
import { withFolder } from './testing/with-folder.ts';

const FILES = {
  'vla/configs/__init__.py': 'from .model_config import A\n',
  'vla/configs/model_config.py':
    'from dataclasses import dataclass\n@dataclass\nclass A:\n    x: list = []\n    y: dict = {}\n',
  'vla/models/net.py': 'from configs.model_config import A\nimport torch\n',
  'vla/eval.py': 'import os, models.net as net\n',
  'vla/tool.py': 'def f():\n    from configs import A\n',
  'other/models/net.py': '',
};

test('modules and files are matched as the repository itself imports them', async () => {
  await withFolder(FILES, async (folder) => {
    const tree = await openSourceTree(folder);
    const index = await readModuleIndex(tree);
    expect(index.fileOf('configs.model_config', 'vla/eval.py')).toBe('vla/configs/model_config.py');
    expect(index.fileOf('configs', 'vla/eval.py')).toBe('vla/configs/__init__.py');
    expect(index.fileOf('.model_config', 'vla/configs/__init__.py')).toBe('vla/configs/model_config.py');
    expect(index.fileOf('..models.net', 'vla/configs/__init__.py')).toBe('vla/models/net.py');
    // the nearer one of two
    expect(index.fileOf('models.net', 'other/x.py')).toBe('other/models/net.py');
    expect(index.fileOf('torch', 'vla/eval.py')).toBeUndefined();
    expect(index.nameOf('vla/configs/model_config.py')).toBe('configs.model_config');
    tree.dispose();
  });
});

test('a failure names the files that it surely stops, and the fields that come next', async () => {
  await withFolder(FILES, async (folder) => {
    const tree = await openSourceTree(folder);
    const [failure] = await findImportFailures(tree, '3.10');
    expect(failure).toEqual({
      file: 'vla/configs/model_config.py',
      line: 4,
      error: "ValueError: mutable default <class 'list'> for field x is not allowed: use default_factory",
      pythons: {},
      text: 'x: list = []',
      importedBy: ['vla/configs/__init__.py', 'vla/eval.py', 'vla/models/net.py'],
      alsoAffected: ['y'],
    });
    tree.dispose();
  });
});
