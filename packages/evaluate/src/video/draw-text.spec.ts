import { expect, test } from 'vitest';
import { drawText } from './draw-text.ts';

function render(text: string, width: number): string[] {
  const canvas = { width, height: 7, data: new Uint8Array(width * 7 * 3) };
  drawText(canvas, text, 0, 0, [255, 255, 255]);
  return Array.from({ length: 7 }, (_, y) =>
    Array.from({ length: width }, (_, x) => (canvas.data[(y * width + x) * 3] ? '#' : '.')).join(''),
  );
}

test('letters stand upright and apart', () => {
  expect(render('f7', 12)).toEqual([
    '#####.#####.',
    '#.........#.',
    '#........#..',
    '####....#...',
    '#.......#...',
    '#......#....',
    '#......#....',
  ]);
});

test('what does not fit ends in dots, what is unknown is a box', () => {
  expect(render('abcdefgh', 24)).toEqual(render('ab..', 24));
  expect(render('ü', 6)[3]).toBe('#...#.');
});
