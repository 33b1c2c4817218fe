import type { DType } from '@plumb/contract';
import { expect, test } from 'vitest';
import { foldTree, type TreeNode, type TreeTensor } from './fold-tree.ts';

const tensor = (name: string, shape: number[], dtype: DType = 'float32'): TreeTensor => ({
  name,
  shape,
  dtype,
});
const layer = (i: number, width = 4) => [
  tensor(`model.layers.${i}.q.weight`, [width, width]),
  tensor(`model.layers.${i}.q.bias`, [width]),
];
const labels = (nodes: readonly TreeNode[]): unknown[] =>
  nodes.map((node) => (node.children.length > 0 ? [node.label, labels(node.children)] : node.label));

test('equal layers are one line that counts them all', () => {
  const [model] = foldTree(
    [0, 1, 2].flatMap((i) => layer(i)),
    true,
  );
  expect(labels([model!])).toEqual([['model.layers.0…2.q', ['weight', 'bias']]]);
  expect(model).toMatchObject({ repeats: 3, tensors: 6, parameters: 60, bytes: 240 });
});

test('a layer of another shape or dtype ends the fold', () => {
  const tensors = [...layer(0), ...layer(1), ...layer(2, 5), ...layer(3)];
  expect(labels(foldTree(tensors, true))).toEqual([
    [
      'model.layers',
      [
        ['0…1.q', ['weight', 'bias']],
        ['2.q', ['weight', 'bias']],
        ['3.q', ['weight', 'bias']],
      ],
    ],
  ]);
  const halves = [tensor('a.0.w', [2]), tensor('a.1.w', [2], 'float16')];
  expect(labels(foldTree(halves, true))).toEqual([['a', ['0.w', '1.w']]]);
});

test('a gap in the numbering ends the fold', () => {
  const tensors = [...layer(0), ...layer(1), ...layer(3)];
  expect(labels(foldTree(tensors, true))).toEqual([
    [
      'model.layers',
      [
        ['0…1.q', ['weight', 'bias']],
        ['3.q', ['weight', 'bias']],
      ],
    ],
  ]);
});

test('nested repetitions fold inside out', () => {
  const tensors = [0, 1].flatMap((i) => [0, 1].map((j) => tensor(`blocks.${i}.heads.${j}.w`, [3])));
  const [blocks] = foldTree(tensors, true);
  expect(labels([blocks!])).toEqual(['blocks.0…1.heads.0…1.w']);
  expect(blocks).toMatchObject({ repeats: 4, tensors: 4, parameters: 12 });
});

test('without folding every tensor has its line', () => {
  const flat = (nodes: readonly TreeNode[]): number =>
    nodes.reduce((n, node) => n + (node.tensor ? 1 : 0) + flat(node.children), 0);
  expect(
    flat(
      foldTree(
        [0, 1, 2].flatMap((i) => layer(i)),
        false,
      ),
    ),
  ).toBe(6);
});

test('a name that is a tensor and a module at once keeps both', () => {
  expect(labels(foldTree([tensor('w', [1]), tensor('w.scale', [1])], true))).toEqual([['w', ['scale']]]);
});
