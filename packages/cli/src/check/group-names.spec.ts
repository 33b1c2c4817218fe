import { expect, test } from 'vitest';
import { groupNames } from './group-names.ts';

test('names that differ only in a number are one pattern with its ranges', () => {
  const names = [0, 1, 2, 5].map((i) => `model.layers.${i}.q_proj.bias`);
  expect(groupNames([...names, 'model.norm.weight'], (name) => name)).toEqual([
    { label: 'model.layers.0…2,5.q_proj.bias', items: names },
    { label: 'model.norm.weight', items: ['model.norm.weight'] },
  ]);
});

test('other shapes are another group', () => {
  const items = [
    { name: 'layers.0.w', shape: '2' },
    { name: 'layers.1.w', shape: '3' },
    { name: 'layers.2.w', shape: '3' },
  ];
  const groups = groupNames(
    items,
    (item) => item.name,
    (item) => item.shape,
  );
  expect(groups.map((group) => group.label)).toEqual(['layers.0.w', 'layers.1…2.w']);
});

test('a number inside a word is not a layer', () => {
  expect(groupNames(['conv1.w', 'conv2.w'], (name) => name).map((group) => group.label)).toEqual([
    'conv1.w',
    'conv2.w',
  ]);
});
