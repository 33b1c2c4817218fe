import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { DType } from '@plumb/contract';
import { expect, test } from 'vitest';
import { decoderOf } from './decode-elements.ts';
import { type CastDtype, roundElements } from './round-elements.ts';

// made by oracle/convert/make_casts.py: what torch 2.8 makes of the same numbers
const casts = JSON.parse(readFileSync(new URL('./fixtures/casts.json', import.meta.url), 'utf8'));
const low: number[] = casts.low;

/** Every upper half of a float32 with lower halves around the ties. */
function singles(): Float32Array {
  const bits = new Uint32Array(65536 * low.length);
  for (let i = 0; i < bits.length; i++)
    bits[i] = (Math.floor(i / low.length) * 65536 + low[i % low.length]!) >>> 0;
  return new Float32Array(bits.buffer);
}

function doubles(): Float64Array {
  const sample = singles().filter((_, i) => i % 97 === 0);
  const factors = [1, 1 + 2 ** -30, 1 - 2 ** -30, 2 ** 40];
  return Float64Array.from({ length: sample.length * 4 }, (_, i) => sample[i >> 2]! * factors[i % 4]!);
}

const sha256 = (array: NodeJS.ArrayBufferView) =>
  createHash('sha256')
    .update(Buffer.from(array.buffer, array.byteOffset, array.byteLength))
    .digest('hex');

/** With every NaN as the quiet one: which of them torch writes depends on whether its vector loop wrote it. */
function quiet(
  values: Float32Array | Float64Array,
  bytes: Uint8Array,
  dtype: CastDtype,
): NodeJS.ArrayBufferView {
  const wide = dtype === 'float32';
  const codes = wide ? new Uint32Array(bytes.slice().buffer) : new Uint16Array(bytes.slice().buffer);
  const nan = { float16: 0x7e00, bfloat16: 0x7fc0, float32: 0x7fc00000 }[dtype];
  return codes.map((code, i) => (Number.isNaN(values[i]) ? nan : code));
}

test.each(['float16', 'bfloat16'] as const)(
  'float32 to %s: half a million values, every bit as torch',
  (dtype) => {
    const values = singles();
    const { bytes, overflowed } = roundElements(values, dtype);
    expect(sha256(quiet(values, bytes, dtype))).toBe(casts[`float32 to ${dtype}`]);
    expect(overflowed).toBe(casts[`overflows to ${dtype}`]);
  },
);

test.each(['float16', 'bfloat16', 'float32'] as const)(
  'float64 to %s is rounded through float32',
  (dtype) => {
    const values = doubles();
    expect(sha256(quiet(values, roundElements(values, dtype).bytes, dtype))).toBe(
      casts[`float64 to ${dtype}`],
    );
  },
);

test('a NaN stays one and keeps its sign', () => {
  const codes = (dtype: CastDtype) => {
    const values = new Float32Array(new Uint32Array([0x7f800001, 0xffc12345]).buffer);
    return [...new Uint16Array(roundElements(values, dtype).bytes.slice().buffer)];
  };
  expect(codes('bfloat16')).toEqual([0x7fc0, 0xffc0]);
  expect(codes('float16')).toEqual([0x7e00, 0xfe00]);
});

const CODES = Object.keys(casts).flatMap((key) => /^(b?float(?:8|16)?.*) to float32$/.exec(key)?.[1] ?? []);

test.each(CODES.filter((dtype) => dtype !== 'float64'))('every code of %s means what torch says', (dtype) => {
  const wide = dtype.endsWith('16');
  const codes = wide
    ? Uint16Array.from({ length: 65536 }, (_, i) => i)
    : Uint8Array.from({ length: 256 }, (_, i) => i);
  const values = decoderOf(dtype as DType)!(new Uint8Array(codes.buffer)) as Float32Array;
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  expect(sha256(quiet(values, bytes, 'float32'))).toBe(casts[`${dtype} to float32`]);
});
