import { writeFile } from 'node:fs/promises';
import { PlumbError } from '@plumb/core';
import { type WritableArray, writeNpz } from '../npz/write-npz.ts';
import type { Recording } from './play-actions.ts';

/**
 * Writes a recording as `.json`, or as `.npz` with what is not an array beside it as `.json` of the same name. Returns
 * the paths written. Throws `RECORD_FORMAT_UNKNOWN` for another ending.
 */
export async function writeRecording(recording: Recording, path: string): Promise<string[]> {
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
    await writeFile(path, JSON.stringify({ ...arrays, success: recording.success, ...notes }));
    return [path];
  }
  if (!path.endsWith('.npz')) throw unknownFormat(path);
  const arrays = new Map<string, WritableArray>(
    shaped.map(({ name, shape, data }) => [name, { shape, data }]),
  );
  const success = Float64Array.from(recording.success, Number);
  arrays.set('success', { shape: [recording.steps], data: success, boolean: true });
  const beside = `${path.slice(0, -4)}.json`;
  await writeFile(path, writeNpz(arrays));
  await writeFile(beside, JSON.stringify(notes));
  return [path, beside];
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
