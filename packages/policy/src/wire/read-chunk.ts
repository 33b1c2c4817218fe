import { ACTION_SIZE, type ActionChunk, checkAction } from '@plumb/contract';
import { PlumbError } from '@plumb/core';
import { type NumpyArray, numbersOf } from './numpy-array.ts';
import { malformed } from './policy-errors.ts';

/** Actions in one answer: 200 s at 20 Hz; the longest horizon of any suite is 600. */
const MAX_ACTIONS = 4096;

/** Turns what a server calls actions, an array or lists of numbers, into a chunk, and remembers its shape. */
export class ChunkReader {
  readonly #server: string;
  #shape: string | undefined;

  constructor(server: string) {
    this.#server = server;
  }

  /**
   * `[7]` is one action, `[n, 7]` are n. Throws `ACTION_SIZE`, `ACTION_NOT_FINITE`, `POLICY_SHAPE_CHANGED` where an answer has
   * another shape than the first one, `POLICY_ANSWER_MALFORMED` for what is no array.
   */
  read(value: unknown): ActionChunk {
    const { shape, numbers } = this.#toArray(value);
    const size = shape.at(-1) ?? 0;
    const place = `${this.#server}, actions of shape [${shape.join(', ')}]`;
    if (shape.length > 2 || shape.length === 0 || size !== ACTION_SIZE || numbers.length === 0) {
      if (shape.length === 1 || shape.length === 2) checkAction(new Float64Array(size), place);
      throw malformed(this.#server, `actions of shape [${shape.join(', ')}] instead of [n, ${ACTION_SIZE}]`);
    }
    if (this.#shape !== undefined && this.#shape !== shape.join())
      throw shapeChanged(this.#server, this.#shape, shape.join());
    const chunk = Array.from({ length: numbers.length / ACTION_SIZE }, (_, i) => {
      const action = numbers.subarray(i * ACTION_SIZE, (i + 1) * ACTION_SIZE);
      checkAction(action, `${this.#server}, action ${i}`);
      return action.slice();
    });
    this.#shape = shape.join();
    return chunk;
  }

  #toArray(value: unknown): { shape: readonly number[]; numbers: Float64Array } {
    if (isNumpyArray(value)) {
      if (value.data.byteLength > MAX_ACTIONS * ACTION_SIZE * 8) throw tooMany(this.#server);
      return { shape: value.shape, numbers: numbersOf(value) };
    }
    if (!Array.isArray(value) || value.length === 0)
      throw malformed(this.#server, `"actions" is ${describe(value)}`);
    if (value.length > MAX_ACTIONS) throw tooMany(this.#server);
    const rows = value.map((row: unknown) => (isNumpyArray(row) ? [...numbersOf(row)] : row));
    const nested = Array.isArray(rows[0]);
    const width = nested ? (rows[0] as unknown[]).length : rows.length;
    const flat = rows.flat() as unknown[];
    if (rows.some((row) => Array.isArray(row) !== nested || (nested && (row as unknown[]).length !== width)))
      throw malformed(this.#server, '"actions" has rows of different lengths');
    if (!flat.every((entry) => typeof entry === 'number'))
      throw malformed(this.#server, '"actions" has entries that are no numbers');
    return { shape: nested ? [rows.length, width] : [width], numbers: Float64Array.from(flat as number[]) };
  }
}

export function isNumpyArray(value: unknown): value is NumpyArray {
  return (
    typeof value === 'object' && value !== null && 'dtype' in value && 'data' in value && 'shape' in value
  );
}

function shapeChanged(server: string, before: string, now: string): PlumbError {
  return new PlumbError({
    code: 'POLICY_SHAPE_CHANGED',
    what: `${server} answered [${now.replaceAll(',', ', ')}] numbers, and [${before.replaceAll(',', ', ')}] before.`,
    why: 'One policy answers chunks of one length: another one was loaded, or a batch was cut wrongly.',
    remedy: 'See whether the server was restarted with another model; start the run anew with that one.',
  });
}

function tooMany(server: string): PlumbError {
  return malformed(server, `more than ${MAX_ACTIONS} actions in one answer`);
}

function describe(value: unknown): string {
  if (value === undefined) return 'missing';
  if (Array.isArray(value)) return 'an empty list';
  return value === null ? 'null' : `${typeof value === 'object' ? 'an' : 'a'} ${typeof value}`;
}
