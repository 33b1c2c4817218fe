import { readFile } from 'node:fs/promises';
import { PlumbError } from '@plumb/core';
import { readNpz } from '../npz/read-npz.ts';

/** Longer than any episode: LIBERO's horizons end at 600 steps. */
const LIMIT_STEPS = 1_000_000;

/**
 * Actions to play, one row a step: the array `actions` of a `.npz`, or JSON, either `[[…], …]` or
 * `{"actions": [[…], …]}`. Throws `ACTIONS_UNREADABLE`. Whether a row is a good action is the world's matter.
 */
export async function readActions(path: string): Promise<Float64Array[]> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    throw unreadable(path, (cause as Error).message, { cause });
  }
  if (!path.endsWith('.npz')) return fromJson(path, new TextDecoder().decode(bytes));
  const actions = readNpz(bytes, path).get('actions');
  if (actions === undefined) throw unreadable(path, 'it has no array "actions"');
  const [count = 0, width = 0] = actions.shape;
  if (actions.shape.length !== 2 || count > LIMIT_STEPS) {
    throw unreadable(path, `"actions" has the shape (${actions.shape.join(', ')})`);
  }
  return Array.from({ length: count }, (_, i) => actions.data.subarray(i * width, (i + 1) * width));
}

function fromJson(path: string, text: string): Float64Array[] {
  let value: unknown;
  try {
    // JSON has no NaN; numpy's json.dump writes it all the same, and the world refuses it by name
    value = JSON.parse(text.replace(/\b-?(NaN|Infinity)\b/g, 'null'));
  } catch (cause) {
    throw unreadable(path, (cause as Error).message, { cause });
  }
  const rows = Array.isArray(value) ? value : (value as { actions?: unknown } | null)?.actions;
  if (!Array.isArray(rows) || rows.length > LIMIT_STEPS)
    throw unreadable(path, 'it holds no list of actions');
  return rows.map((row, i) => {
    const numbers = Array.isArray(row) ? row : undefined;
    const fits = numbers?.every((entry) => typeof entry === 'number' || entry === null);
    if (!numbers || !fits) throw unreadable(path, `action ${i} (from 0) is not a list of numbers`);
    return Float64Array.from(numbers, (entry: number | null) => entry ?? Number.NaN);
  });
}

function unreadable(path: string, problem: string, options: { cause?: unknown } = {}): PlumbError {
  return new PlumbError(
    {
      code: 'ACTIONS_UNREADABLE',
      what: `${path} cannot be read as actions: ${problem}.`,
      why: 'Actions are rows of seven numbers, one row a control step.',
      remedy: 'Write them with numpy.savez(file, actions=array) or as a JSON list of lists.',
    },
    options,
  );
}
