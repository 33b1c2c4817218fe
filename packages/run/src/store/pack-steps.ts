import { deflateSync, inflateSync } from 'node:zlib';
import { ACTION_SIZE } from '@plumb/contract';
import { PlumbError } from '@plumb/core';
import type { StepRecord } from '../record.ts';

/** Numbers of a step in the order in which they are stored; `success` is 0 or 1. */
const WIDTHS = {
  asked: ACTION_SIZE,
  executed: ACTION_SIZE,
  position: 3,
  quaternion: 4,
  gripper: 2,
  success: 1,
};
const WIDTH = Object.values(WIDTHS).reduce((sum, width) => sum + width, 0);
const DOUBLE = 8;
/** LIBERO's longest protocol has 600 steps; beyond this a file is damaged, not long. */
const MAX_STEPS = 100_000;

/**
 * The steps of an episode as one blob: column after column as float64, little endian, bytes of equal weight together
 * (they repeat), deflated. A step's number is its row.
 */
export function packSteps(steps: readonly StepRecord[]): Uint8Array {
  const count = steps.length;
  const columns = new Float64Array(count * WIDTH);
  for (const [row, step] of steps.entries()) {
    const values = [
      ...step.asked,
      ...step.executed,
      ...step.eefPosition,
      ...step.eefQuaternion,
      ...step.gripperPositions,
      step.success ? 1 : 0,
    ];
    for (let column = 0; column < WIDTH; column++) columns[column * count + row] = values[column]!;
  }
  const bytes = Buffer.alloc(columns.length * DOUBLE);
  for (let i = 0; i < columns.length; i++) bytes.writeDoubleLE(columns[i]!, i * DOUBLE);
  return deflateSync(transpose(bytes, columns.length, DOUBLE), { level: 6 });
}

/** Throws `RUN_DAMAGED` where the blob is not one that `packSteps` wrote. */
export function unpackSteps(blob: Uint8Array, place: string): StepRecord[] {
  let bytes: Buffer;
  try {
    const packed = inflateSync(blob, { maxOutputLength: MAX_STEPS * WIDTH * DOUBLE });
    bytes = transpose(packed, DOUBLE, packed.length / DOUBLE);
  } catch (cause) {
    throw damaged(place, (cause as Error).message);
  }
  const count = bytes.length / (WIDTH * DOUBLE);
  if (!Number.isInteger(count)) throw damaged(place, `${bytes.length} bytes are no whole number of steps`);
  const at = (row: number, from: number, width: number) =>
    Float64Array.from({ length: width }, (_, i) => bytes.readDoubleLE(((from + i) * count + row) * DOUBLE));
  return Array.from({ length: count }, (_, row) => {
    const [x, y, z, qx, qy, qz, qw, left, right, success] = at(row, ACTION_SIZE * 2, WIDTH - ACTION_SIZE * 2);
    return {
      step: row,
      asked: at(row, 0, ACTION_SIZE),
      executed: at(row, ACTION_SIZE, ACTION_SIZE),
      eefPosition: [x!, y!, z!],
      eefQuaternion: [qx!, qy!, qz!, qw!],
      gripperPositions: [left!, right!],
      success: success === 1,
    };
  });
}

/** Rows become columns, a byte each. */
function transpose(bytes: Buffer, rows: number, columns: number): Buffer {
  const out = Buffer.alloc(bytes.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++)
      out[column * rows + row] = bytes[row * columns + column]!;
  }
  return out;
}

function damaged(place: string, problem: string): PlumbError {
  return new PlumbError({
    code: 'RUN_DAMAGED',
    what: `The steps of ${place} cannot be read.`,
    why: `${problem}.`,
    remedy:
      'Copy the run folder again, or run this episode again: `plumb eval --resume RUN` after removing its row.',
  });
}
