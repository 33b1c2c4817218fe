import { checkNumpyArray, type NumpyArray } from './numpy-array.ts';
import { isNumpyArray } from './read-chunk.ts';

/** JSON as json-numpy writes it: an array is `{"__numpy__": base64, "dtype", "shape"}`. */
export function encodeJsonNumpy(value: unknown): string {
  return JSON.stringify(value, (_key, entry: unknown) =>
    isNumpyArray(entry)
      ? {
          __numpy__: Buffer.from(entry.data.buffer, entry.data.byteOffset, entry.data.byteLength).toString(
            'base64',
          ),
          dtype: entry.dtype,
          shape: entry.shape,
        }
      : entry,
  );
}

/**
 * An array, or a list of them or of numbers, out of a parsed answer. One that came double-encoded (a text of JSON) is parsed
 * first. Throws an Error that says what is wrong.
 */
export function decodeJsonNumpy(answer: unknown): unknown {
  const value = typeof answer === 'string' ? (JSON.parse(answer) as unknown) : answer;
  return Array.isArray(value) ? value.map(decodeEntry) : decodeEntry(value);
}

function decodeEntry(value: unknown): NumpyArray | unknown {
  if (typeof value !== 'object' || value === null || !('__numpy__' in value)) return value;
  const { __numpy__: data, dtype, shape } = value as Record<string, unknown>;
  if (typeof data !== 'string') throw new Error('an array whose data is no text');
  return checkNumpyArray(dtype, shape, Buffer.from(data, 'base64'));
}
