import { readFile } from 'node:fs/promises';
import { PlumbError } from '@plumb/core';
import { type NpzArray, readNpz } from '@plumb/world';

/** The rows of `qpos` in a `.npz`, as `plumb rollout --record` writes it. Throws `STATES_MALFORMED`, `NPZ_MALFORMED`. */
export async function readStates(path: string, width: number): Promise<Float64Array[]> {
  const bytes = await readFile(path).catch((cause: Error) => {
    throw malformed(path, cause.message, cause);
  });
  const qpos = readNpz(bytes, path).get('qpos');
  if (qpos === undefined) throw malformed(path, 'It has no array "qpos"');
  if (qpos.shape.length !== 2 || qpos.shape[1] !== width)
    throw malformed(path, `Its "qpos" is [${qpos.shape.join(', ')}], the task wants [rows, ${width}]`);
  if (qpos.shape[0] === 0) throw malformed(path, 'Its "qpos" has no rows');
  const wrong = qpos.data.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) {
    const row = Math.floor(wrong / width);
    throw malformed(
      path,
      `Row ${row} of its "qpos" holds ${qpos.data[wrong]}; a diverged simulation leaves such`,
    );
  }
  return rowsOf(qpos);
}

function rowsOf({ shape: [rows = 0, width = 0], data }: NpzArray): Float64Array[] {
  return Array.from({ length: rows }, (_, i) => data.slice(i * width, (i + 1) * width));
}

function malformed(path: string, problem: string, cause?: Error): PlumbError {
  return new PlumbError(
    {
      code: 'STATES_MALFORMED',
      what: `No states can be read from ${path}.`,
      why: `${problem}.`,
      remedy: 'Give an .npz with positions of this task, such as `plumb rollout --record` writes.',
    },
    { cause },
  );
}
