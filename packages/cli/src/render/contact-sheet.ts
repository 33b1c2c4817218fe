import type { Image } from '@plumb/contract';

const GAP = 4;
const PAPER = 255;

/** Pictures of one size in rows, as square as they go, on white. */
export function contactSheet(pictures: readonly Image[]): Image {
  const { width, height } = pictures[0]!;
  const columns = Math.ceil(Math.sqrt((pictures.length * height) / width));
  const rows = Math.ceil(pictures.length / columns);
  const sheetWidth = columns * (width + GAP) + GAP;
  const sheetHeight = rows * (height + GAP) + GAP;
  const data = new Uint8Array(sheetWidth * sheetHeight * 3).fill(PAPER);
  pictures.forEach((picture, i) => {
    const left = GAP + (i % columns) * (width + GAP);
    const top = GAP + Math.floor(i / columns) * (height + GAP);
    for (let y = 0; y < height; y++)
      data.set(
        picture.data.subarray(y * width * 3, (y + 1) * width * 3),
        ((top + y) * sheetWidth + left) * 3,
      );
  });
  return { width: sheetWidth, height: sheetHeight, data, orientation: 'upright' };
}
