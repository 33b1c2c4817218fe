/**
 * How a picture stands relative to the scene as a person would see it: one of the four flips.
 * LIBERO's raw observation is `flipped-vertical` (OpenGL's row 0 is the bottom); most policies were trained on
 * that array turned by 180 degrees, which also mirrors left and right: `flipped-horizontal`.
 */
export type Orientation = 'upright' | 'flipped-vertical' | 'flipped-horizontal' | 'turned-180';

/** An RGB picture. `data` is row-major, `height * width * 3` bytes, row 0 as `orientation` says. */
export interface Image {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
  readonly orientation: Orientation;
}

const FLIPS: Record<Orientation, { rows: boolean; columns: boolean }> = {
  upright: { rows: false, columns: false },
  'flipped-vertical': { rows: true, columns: false },
  'flipped-horizontal': { rows: false, columns: true },
  'turned-180': { rows: true, columns: true },
};

/** The same scene, stored as `to` says. Returns the picture itself when it already is. */
export function orientImage(image: Image, to: Orientation): Image {
  const from = FLIPS[image.orientation];
  const target = FLIPS[to];
  const flipRows = from.rows !== target.rows;
  const flipColumns = from.columns !== target.columns;
  if (!flipRows && !flipColumns) return image;
  const { width, height, data } = image;
  const out = new Uint8Array(data.length);
  for (let y = 0; y < height; y++) {
    const sourceRow = (flipRows ? height - 1 - y : y) * width;
    for (let x = 0; x < width; x++) {
      const source = (sourceRow + (flipColumns ? width - 1 - x : x)) * 3;
      const place = (y * width + x) * 3;
      out[place] = data[source]!;
      out[place + 1] = data[source + 1]!;
      out[place + 2] = data[source + 2]!;
    }
  }
  return { width, height, data: out, orientation: to };
}
