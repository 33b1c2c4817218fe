/**
 * Undoes PNG's row filters in place. `raw` is `height` rows of a filter byte and `stride` bytes; `step` is the width
 * of a pixel. Returns the first row with an unknown filter, or -1.
 */
export function unfilter(raw: Uint8Array, stride: number, height: number, step: number): number {
  const row = stride + 1;
  for (let y = 0; y < height; y++) {
    const start = y * row + 1;
    const end = start + stride;
    const filter = raw[start - 1]!;
    if (filter > 4) return y;
    if (filter === 0) continue;
    const above = y > 0;
    if (filter === 1) {
      for (let i = start + step; i < end; i++) raw[i]! += raw[i - step]!;
    } else if (filter === 2) {
      if (above) for (let i = start; i < end; i++) raw[i]! += raw[i - row]!;
    } else if (filter === 3) {
      for (let i = start; i < end; i++) {
        const left = i >= start + step ? raw[i - step]! : 0;
        raw[i]! += (left + (above ? raw[i - row]! : 0)) >> 1;
      }
    } else {
      for (let i = start; i < end; i++) {
        const inside = i >= start + step;
        const a = inside ? raw[i - step]! : 0;
        const b = above ? raw[i - row]! : 0;
        const c = inside && above ? raw[i - row - step]! : 0;
        raw[i]! += paeth(a, b, c);
      }
    }
  }
  return -1;
}

/** Whichever of left, above and above left is nearest to a + b - c. */
function paeth(a: number, b: number, c: number): number {
  const [pa, pb, pc] = [Math.abs(b - c), Math.abs(a - c), Math.abs(a + b - 2 * c)];
  if (pa <= pb && pa <= pc) return a;
  return pb <= pc ? b : c;
}
