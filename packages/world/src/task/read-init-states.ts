import { join } from 'node:path';
import { type PickleArray, type PickleValue, readPickleFile } from '@plumb/checkpoint';
import { PlumbError } from '@plumb/core';
import type { TaskName } from './find-task.ts';

/**
 * The init states of a task: time, positions and velocities of each, from LIBERO's `init_files/`. Throws
 * `INIT_FILE_DAMAGED`, or what the reader of pickles throws.
 */
export async function readInitStates(folder: string, task: TaskName): Promise<Float64Array[]> {
  const path = join(folder, task.suite, `${task.name}.pruned_init`);
  const { value } = await readPickleFile(path);
  const array = asArray(value);
  if (array === undefined) throw damaged(path, 'it holds no array');
  const [count = 0, width = 0] = array.shape;
  if (array.shape.length !== 2 || array.dtype !== '<f8' || array.fortran) {
    throw damaged(path, `its array has the type ${array.dtype} and the shape (${array.shape.join(', ')})`);
  }
  if (array.data.length !== count * width * 8) throw damaged(path, 'its array is cut short');
  const view = new DataView(array.data.buffer, array.data.byteOffset, array.data.byteLength);
  return Array.from({ length: count }, (_, row) =>
    Float64Array.from({ length: width }, (_, i) => view.getFloat64((row * width + i) * 8, true)),
  );
}

function asArray(value: PickleValue): PickleArray | undefined {
  const plain = typeof value === 'object' && value !== null && !(value instanceof Uint8Array);
  return plain && value.kind === 'array' ? value : undefined;
}

function damaged(path: string, problem: string): PlumbError {
  return new PlumbError({
    code: 'INIT_FILE_DAMAGED',
    what: `${path} is no file of init states: ${problem}.`,
    why: 'Init states are a table of doubles, one state a row.',
    remedy: "Fetch LIBERO's init files again: `plumb assets pull`.",
  });
}
