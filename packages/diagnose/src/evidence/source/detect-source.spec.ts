import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openSourceTree } from '@plumb/python';
import { expect, test } from 'vitest';
import { detectInSource } from './detect-source.ts';
import { detectors } from './index.ts';
import { treeOf } from './spec-tree.ts';

const here = fileURLToPath(new URL('.', import.meta.url));

/** These say how episodes are run, and accuse nobody. */
const FACTS = ['image-orientation', 'max-steps', 'seeds', 'settle-steps'];

test('a healthy evaluation has its protocol read, and nothing held against it', async () => {
  const tree = await openSourceTree(join(here, 'fixtures', 'healthy'));
  const found = await detectInSource(tree);
  tree.dispose();
  expect(found.map(({ detector, file, details }) => [detector, file, details])).toEqual([
    ['image-orientation', 'data/demonstrations.py', { flip: 'none', side: 'training' }],
    [
      'max-steps',
      'run_eval.py',
      { libero_spatial: 220, libero_object: 280, libero_goal: 300, libero_10: 520 },
    ],
    ['settle-steps', 'run_eval.py', { steps: 10, action: '[0, 0, 0, 0, 0, 0, -1]' }],
    ['image-orientation', 'run_eval.py', { flip: '180', side: 'evaluation' }],
    ['seeds', 'run_eval.py', { environment: 'env', seed: 0 }],
  ]);
  expect(found.every(({ detector }) => FACTS.includes(detector))).toBe(true);
});

test('every detection names its detector, its lines and the line itself', async () => {
  const text = `import torch

state = torch.load(
    path, weights_only=False)
model.load_state_dict(state, strict=False)
`;
  const found = await detectInSource(treeOf({ 'b.py': text, 'a.py': 'x = eval(cfg.name)\n' }));
  expect(found).toEqual([
    {
      detector: 'eval-on-config',
      file: 'a.py',
      line: 1,
      endLine: 1,
      text: 'x = eval(cfg.name)',
      details: { argument: 'cfg.name', count: 1, lines: '1' },
    },
    expect.objectContaining({
      detector: 'weights-only-false',
      file: 'b.py',
      line: 3,
      endLine: 4,
      text: 'state = torch.load(',
    }),
    expect.objectContaining({
      detector: 'strict-false-result-unused',
      line: 5,
      details: { shown: 'nothing' },
    }),
  ]);
});

test('a file that is not Python to the end keeps its healthy part', async () => {
  const found = await detectInSource(treeOf({ 'a.py': 'def f(:\n  pass\n\nx = eval(cfg.name)\n' }));
  expect(found.map(({ line }) => line)).toEqual([4]);
});

test('each detector is a file of its name, with a spec beside it', async () => {
  const files = await readdir(here);
  for (const id of detectors.keys()) {
    expect(files).toContain(`${id}.ts`);
    expect(files).toContain(`${id}.spec.ts`);
  }
  for (const file of files.filter((each) => /^[\w-]+\.ts$/.test(each))) {
    const text = await readFile(join(here, file), 'utf8');
    const id = /^const id = '(.+)';$/m.exec(text)?.[1];
    if (id !== undefined) expect([id, detectors.has(id)]).toEqual([basename(file, '.ts'), true]);
  }
});
