import type { Image, Orientation } from '@plumb/contract';

/** For specs: the picture that oracle/policy/observations.py computes by the same formula. */
export function syntheticPicture(
  k: number,
  orientation: Orientation = 'flipped-vertical',
  width = 256,
  height = 256,
): Image {
  const data = new Uint8Array(width * height * 3);
  const mask = k % 4 === 0 ? 63 : 7;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < 3; c++) {
        const soft = Math.floor((x * ((k % 5) + 1) + y * (c + 1)) / (2 + (k % 3)));
        const hard = 70 * (((x >> (3 + (k % 3))) + (y >> 4) * (c + 1)) & 3);
        const seed = (x * 1103 + y * 12345 + c * 77 + k * 991) * 1103515245 + 12345;
        const noise = Math.floor(seed / 65536) & mask;
        data[(y * width + x) * 3 + c] = Math.min(255, Math.max(0, ((soft + hard) % 320) + noise - 32));
      }
    }
  }
  return { width, height, orientation, data };
}
