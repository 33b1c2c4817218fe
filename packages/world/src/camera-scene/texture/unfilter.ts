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
      undoPaeth(raw, start, end, step, above ? row : 0);
    }
  }
  return -1;
}

/** Adds whichever of left, above and above left is nearest to left + above - above left. `row` is 0 in the first row. */
function undoPaeth(raw: Uint8Array, start: number, end: number, step: number, row: number): void {
  // the first pixel has only what is above, the first row only what is left
  if (row > 0) for (let i = start; i < start + step; i++) raw[i]! += raw[i - row]!;
  if (row === 0) {
    for (let i = start + step; i < end; i++) raw[i]! += raw[i - step]!;
    return;
  }
  for (let i = start + step; i < end; i++) {
    const a = raw[i - step]!;
    const b = raw[i - row]!;
    const c = raw[i - row - step]!;
    const pa = Math.abs(b - c);
    const pb = Math.abs(a - c);
    const pc = Math.abs(a + b - 2 * c);
    raw[i]! += pa <= pb && pa <= pc ? a : pb <= pc ? b : c;
  }
}
