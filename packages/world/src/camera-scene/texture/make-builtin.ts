import type { Vector } from '../pose.ts';

/** A texture that MuJoCo computes (mjCTexture::Builtin2D, BuiltinCube). */
export interface Builtin {
  readonly builtin: 'gradient' | 'checker' | 'flat';
  readonly mark: 'none' | 'edge' | 'cross';
  readonly rgb1: Readonly<Vector>;
  readonly rgb2: Readonly<Vector>;
  readonly markrgb: Readonly<Vector>;
}

const FACES = 6;
const RIGHT = 0;
const DOWN = 3;
const UP = 2;
const FRONT = 4;

/** `height * width * 3` */
export function makeFlatPicture(spec: Builtin, width: number, height: number): Uint8Array {
  const data = new Uint8Array(width * height * 3);
  if (spec.builtin === 'gradient') {
    paintGradient(data, width, height, spec.rgb2, spec.rgb1, (x, y) => 2 * Math.hypot(x, y) - 1);
  } else if (spec.builtin === 'checker') checker(data, width, height, spec.rgb1, spec.rgb2);
  else paint(data, width, height, () => spec.rgb1);
  drawMark(data, width, height, spec);
  return data;
}

/** Six squares: right, left, up, down, front, back. `6 * width * width * 3` */
export function makeCube(spec: Builtin, width: number): Uint8Array {
  const data = new Uint8Array(FACES * width * width * 3);
  for (let face = 0; face < FACES; face++) {
    const square = data.subarray(face * width * width * 3, (face + 1) * width * width * 3);
    if (spec.builtin === 'gradient') {
      const up = (x: number, y: number) => 1 - Math.acos(1 / lengthOf(x, y)) / (0.5 * Math.PI);
      if (face === UP) paintGradient(square, width, width, spec.rgb1, spec.rgb2, up);
      else if (face === DOWN) paintGradient(square, width, width, spec.rgb1, spec.rgb2, (x, y) => -up(x, y));
      else if (face === RIGHT)
        paintGradient(square, width, width, spec.rgb1, spec.rgb2, (x, y) => {
          return Math.asin(y / lengthOf(x, y)) / (0.5 * Math.PI);
        });
      // all four sides are alike
      else data.copyWithin(square.byteOffset, 0, square.length);
    } else if (spec.builtin === 'checker') {
      const [a, b] = face < FRONT ? [spec.rgb1, spec.rgb2] : [spec.rgb2, spec.rgb1];
      checker(square, width, width, a, b);
    } else paint(square, width, width, () => (face === DOWN ? spec.rgb2 : spec.rgb1));
    drawMark(square, width, width, spec);
  }
  return data;
}

const lengthOf = (x: number, y: number) => Math.sqrt(1 + x * x + y * y);

type Colour = Readonly<Vector>;

function paint(
  data: Uint8Array,
  width: number,
  height: number,
  colourOf: (column: number, row: number) => Colour,
): void {
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) put(data, width, column, row, colourOf(column, row));
}

/** Storing in bytes cuts off the fraction, as C does. */
function put(data: Uint8Array, width: number, column: number, row: number, colour: Colour): void {
  const at = (row * width + column) * 3;
  for (let k = 0; k < 3; k++) data[at + k] = 255 * colour[k]!;
}

function checker(data: Uint8Array, width: number, height: number, a: Colour, b: Colour): void {
  const [middleX, middleY] = [Math.floor(width / 2), Math.floor(height / 2)];
  paint(data, width, height, (column, row) => (column < middleX === row < middleY ? a : b));
}

/** A sigmoid between two colours by a position from -1 to 1, of which x and y of the same range are given. */
function paintGradient(
  data: Uint8Array,
  width: number,
  height: number,
  a: Colour,
  b: Colour,
  positionOf: (x: number, y: number) => number,
): void {
  let at = 0;
  for (let row = 0; row < height; row++) {
    const y = 1 - (2 * row) / (height - 1);
    for (let column = 0; column < width; column++) {
      const position = positionOf((2 * column) / (width - 1) - 1, y);
      const raw = 0.5 * (1 + (position / Math.sqrt(1 + position * position)) * Math.SQRT2);
      const alpha = Math.min(1, Math.max(0, raw));
      for (let k = 0; k < 3; k++) data[at++] = 255 * (alpha * a[k]! + (1 - alpha) * b[k]!);
    }
  }
}

function drawMark(data: Uint8Array, width: number, height: number, { mark, markrgb }: Builtin): void {
  if (mark === 'none') return;
  const columns = mark === 'edge' ? [0, width - 1] : [Math.floor(width / 2)];
  const rows = mark === 'edge' ? [0, height - 1] : [Math.floor(height / 2)];
  for (let row = 0; row < height; row++) for (const column of columns) put(data, width, column, row, markrgb);
  for (const row of rows)
    for (let column = 0; column < width; column++) put(data, width, column, row, markrgb);
}
