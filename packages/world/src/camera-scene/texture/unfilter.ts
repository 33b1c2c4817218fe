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
    if (filter === 2) {
      if (y > 0) for (let i = start; i < end; i++) raw[i]! += raw[i - row]!;
      continue;
    }
    // above the first row lies nothing, which is 0: Paeth's choice is then what lies left
    const undo = y === 0 ? (filter === 3 ? undoAverageOfFirst : undoSub) : UNDO[filter - 1]!;
    for (let channel = start; channel < start + step; channel++) undo(raw, channel, end, step, row);
  }
  return -1;
}

/** One channel of a row: what was written last stays in a register instead of being read again. */
type Undo = (raw: Uint8Array, first: number, end: number, step: number, row: number) => void;

const undoSub: Undo = (raw, first, end, step) => {
  let left = 0;
  for (let i = first; i < end; i += step) {
    left = (left + raw[i]!) & 255;
    raw[i] = left;
  }
};

const undoAverageOfFirst: Undo = (raw, first, end, step) => {
  let left = 0;
  for (let i = first; i < end; i += step) {
    left = (raw[i]! + (left >> 1)) & 255;
    raw[i] = left;
  }
};

const undoAverage: Undo = (raw, first, end, step, row) => {
  let left = 0;
  for (let i = first; i < end; i += step) {
    left = (raw[i]! + ((left + raw[i - row]!) >> 1)) & 255;
    raw[i] = left;
  }
};

/** Adds whichever of left, above and above left is nearest to left + above - above left. */
const undoPaeth: Undo = (raw, first, end, step, row) => {
  let left = 0;
  let corner = 0;
  for (let i = first; i < end; i += step) {
    const above = raw[i - row]!;
    const nearLeft = Math.abs(above - corner);
    const nearAbove = Math.abs(left - corner);
    const nearCorner = Math.abs(left + above - 2 * corner);
    const nearest =
      nearLeft <= nearAbove && nearLeft <= nearCorner ? left : nearAbove <= nearCorner ? above : corner;
    left = (raw[i]! + nearest) & 255;
    raw[i] = left;
    corner = above;
  }
};

const UNDO = [undoSub, undoSub, undoAverage, undoPaeth] as const;
