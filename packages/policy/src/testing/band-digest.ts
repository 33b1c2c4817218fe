import { crc32 } from 'node:zlib';
import type { Image } from '@plumb/contract';

/** What oracle/policy/observations.py's `digest` says of a picture: of four bands each a checksum and the sum of bytes. */
export interface BandDigest {
  readonly shape: readonly number[];
  readonly bands: readonly (readonly [checksum: number, sum: number])[];
}

/** How far a picture is from a recorded one: bands that differ, and by how many levels in all at least. */
export interface Deviation {
  readonly bands: number;
  readonly levels: number;
}

/** For specs. Throws where the size differs. */
export function deviationFrom(expected: BandDigest, { width, height, data }: Image): Deviation {
  if (expected.shape.join() !== [height, width, 3].join())
    throw new Error(`${height}x${width} instead of ${expected.shape}`);
  const count = expected.bands.length;
  let bands = 0;
  let levels = 0;
  for (const [i, [checksum, sum]] of expected.bands.entries()) {
    // numpy.array_split: the first bands have a row more where it does not come out even
    const first = Math.floor(height / count) * i + Math.min(i, height % count);
    const rows = Math.floor(height / count) + (i < height % count ? 1 : 0);
    const band = data.subarray(first * width * 3, (first + rows) * width * 3);
    if (crc32(band) === checksum) continue;
    bands++;
    levels += Math.max(1, Math.abs(band.reduce((total, value) => total + value, 0) - sum));
  }
  return { bands, levels };
}
