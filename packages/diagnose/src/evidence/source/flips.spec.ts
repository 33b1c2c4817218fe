import { nodesOfType, parsePython } from '@plumb/python';
import { expect, test } from 'vitest';
import { after, flipOf, nameOfFlip } from './flips.ts';

async function flip(expression: string): Promise<string | undefined> {
  const tree = await parsePython(expression);
  const [node] = nodesOfType(tree.rootNode, 'subscript', 'call');
  const found = node && flipOf(node);
  const text = found && `${nameOfFlip(found.flip)} of ${found.picture.text}`;
  tree.delete();
  return text;
}

test.each([
  ['img[::-1]', 'vertical of img'],
  ['img[::-1, ::-1]', '180 of img'],
  ['img[:, ::-1]', 'horizontal of img'],
  ['img[..., ::-1, ::-1, :]', '180 of img'],
  ['np.flip(img, (0, 1))', '180 of img'],
  ['np.flip(img, axis=0)', 'vertical of img'],
  ['np.flipud(img)', 'vertical of img'],
  ['np.rot90(img, 2)', '180 of img'],
  ['np.rot90(img, k=2)', '180 of img'],
  ['torch.flip(x, dims=[2, 3])', '180 of x'],
  ['x.flip(-1)', 'horizontal of x'],
  ['cv2.flip(img, -1)', '180 of img'],
  ['cv2.flip(img, 0)', 'vertical of img'],
  ['cv2.rotate(img, cv2.ROTATE_180)', '180 of img'],
  ['picture.rotate(180)', '180 of picture'],
  ['picture.transpose(Image.FLIP_TOP_BOTTOM)', 'vertical of picture'],
  ['TF.hflip(img)', 'horizontal of img'],
])('%s', async (expression, expected) => {
  expect(await flip(expression)).toBe(expected);
});

test.each([
  'img[..., ::-1]',
  'img[:, :, ::-1]',
  'img[1:]',
  'np.rot90(img)',
  'x.transpose(1, 2)',
  'coin.flip()',
])('%s turns no picture', async (expression) => {
  expect(await flip(expression)).toBeUndefined();
});

test('two turns after each other', () => {
  const vertical = { vertical: true, horizontal: false };
  const both = { vertical: true, horizontal: true };
  expect(nameOfFlip(after(both, both))).toBe('none');
  expect(nameOfFlip(after(vertical, both))).toBe('horizontal');
});
