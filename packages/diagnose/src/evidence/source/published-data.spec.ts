import { parsePython } from '@plumb/python';
import { expect, test } from 'vitest';
import { publishedDataIn } from './published-data.ts';

async function inText(text: string) {
  const tree = await parsePython(text);
  const found = publishedDataIn({ path: 'data.py', text, root: tree.rootNode });
  tree.delete();
  return found;
}

test('a set of which it is known how its pictures are stored, and one of which it is not', async () => {
  expect(await inText('def load(repo="lerobot/libero_spatial_image"): pass\n')).toEqual({
    data: 'lerobot/libero_spatial_image',
    stored: '180',
  });
  expect(await inText('repo = "somebody/my-libero-demos"\n')).toEqual({ data: 'somebody/my-libero-demos' });
});

test('paths, suites and prose are no names of sets', async () => {
  const text = `"""Reads lerobot/libero_goal_image."""
suite = "libero_spatial"
path = "data/sets/libero_spatial"
other = f"lerobot/libero_{suite}_image"
`;
  expect(await inText(text)).toBeUndefined();
});
