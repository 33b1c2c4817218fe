import { writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { makeFolders, PlumbError } from '@plumb/core';
import { type WritableArray, writeNpz } from '../npz/write-npz.ts';
import type { Recording } from './play-actions.ts';

/**
 * Writes a recording as `.json`, or as `.npz` with what is not an array beside it as `.json` of the same name. Returns
 * the paths written. Throws `RECORD_FORMAT_UNKNOWN` for another ending, `RECORD_NOT_WRITTEN`.
 */
export async function writeRecording(recording: Recording, path: string): Promise<string[]> {
  checkRecording(path);
  const notes = {
    physics: recording.physics,
    objects: recording.objects,
    fixtures: recording.fixtures,
    fixture_pos: recording.fixturePositions,
    fixture_quat: recording.fixtureQuaternions,
  };
  const shaped = [...recording.arrays].map(([name, { rowShape, data }]) => ({
    name,
    shape: [recording.steps, ...rowShape],
    data,
  }));
  if (path.endsWith('.json')) {
    const arrays = Object.fromEntries(shaped.map(({ name, shape, data }) => [name, nested(data, shape)]));
    await write(path, JSON.stringify({ ...arrays, success: recording.success, ...notes }));
    return [path];
  }
  const arrays = new Map<string, WritableArray>(
    shaped.map(({ name, shape, data }) => [name, { shape, data }]),
  );
  const success = Float64Array.from(recording.success, Number);
  arrays.set('success', { shape: [recording.steps], data: success, boolean: true });
  const beside = `${path.slice(0, -4)}.json`;
  await write(path, writeNpz(arrays));
  await write(beside, JSON.stringify(notes));
  return [path, beside];
}

/** Before an episode is played for nothing. Throws `RECORD_FORMAT_UNKNOWN`. */
export function checkRecording(path: string): void {
  if (!/\.(?:npz|json)$/.test(path)) throw unknownFormat(path);
}

async function write(path: string, data: string | Uint8Array): Promise<void> {
  try {
    makeFolders(dirname(path));
    await writeFile(path, data);
  } catch (cause) {
    throw new PlumbError(
      {
        code: 'RECORD_NOT_WRITTEN',
        what: `The recording cannot be written to ${path}.`,
        why: (cause as Error).message,
        remedy: 'Name a file in a folder that you may write to.',
      },
      { cause },
    );
  }
}

function nested(data: Float64Array, shape: readonly number[]): unknown[] {
  const [length = 0, ...rest] = shape;
  const width = rest.reduce((product, size) => product * size, 1);
  return Array.from({ length }, (_, i) =>
    rest.length === 0 ? data[i]! : nested(data.subarray(i * width, (i + 1) * width), rest),
  );
}

function unknownFormat(path: string): PlumbError {
  return new PlumbError({
    code: 'RECORD_FORMAT_UNKNOWN',
    what: `A recording cannot be written to ${path}.`,
    why: 'The ending of the file says how: .npz or .json.',
    remedy: `Name it ${path}.npz or ${path}.json.`,
  });
}
