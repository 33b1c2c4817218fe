import { expect, test } from 'vitest';
import { compute } from '../testing/small-models.ts';
import { Graph } from './graph.ts';
import { add, affine, concat, gelu, matmul, mean, reshape, scalar, slice, softmax } from './operators.ts';

test('what no output depends on is not in the bytes', () => {
  const build = (both: boolean) => {
    const graph = new Graph();
    const x = graph.input('x', 'float32', [2, 2]);
    const unused = graph.constant('float32', [100, 2], new Float32Array(200).fill(1));
    const big = affine(graph, x, unused, undefined);
    graph.output('y', add(graph, x, scalar(graph, 1)));
    if (both) graph.output('z', big);
    return graph.encode().length;
  };
  expect(build(true) - build(false)).toBeGreaterThan(800);
});

test('an input that no output depends on is not read', () => {
  const graph = new Graph();
  const [x, y] = [graph.input('x', 'float32', [2]), graph.input('y', 'float32', [2])];
  graph.output('z', add(graph, x, scalar(graph, 1)));
  add(graph, x, y);
  expect([graph.reads('x'), graph.reads('y')]).toEqual([true, false]);
});

test('operators compute what their names say', async () => {
  const graph = new Graph();
  const x = graph.input('x', 'float32', [2, 3]);
  const weight = graph.constant('float32', [2, 3], [1, 0, 0, 0, 1, 1]);
  graph.output('affine', affine(graph, x, weight, graph.constant('float32', [2], [10, 20])));
  graph.output('matmul', matmul(graph, x, reshape(graph, weight, [3, 2])));
  graph.output('parts', concat(graph, [slice(graph, x, 1, 2, 3), slice(graph, x, 1, 0, 1)], 1));
  graph.output('mean', mean(graph, x, 1));
  graph.output('softmax', softmax(graph, x, 0));
  graph.output('gelu', gelu(graph, x));
  const found = await compute(graph, '/', { x: [1, 2, 3, 4, 5, 6] });
  const list = (name: string) => Array.from(found[name]!, (value) => Math.round(value * 1e4) / 1e4);
  expect(list('affine')).toEqual([11, 25, 14, 31]);
  expect(list('matmul')).toEqual([4, 3, 10, 6]);
  expect(list('parts')).toEqual([3, 1, 6, 4]);
  expect(list('mean')).toEqual([2, 5]);
  expect(list('softmax').slice(0, 3)).toEqual([0.0474, 0.0474, 0.0474]);
  expect(list('gelu').slice(0, 3)).toEqual([0.8413, 1.9545, 2.996]);
});

test('shapes that do not fit are found while building', () => {
  const graph = new Graph();
  const x = graph.input('x', 'float32', [2, 3]);
  expect(() => affine(graph, x, graph.constant('float32', [2, 2], [1, 2, 3, 4]), undefined)).toThrow(
    'Linear',
  );
  expect(() => slice(graph, x, 1, 2, 4)).toThrow('axis 1');
});
