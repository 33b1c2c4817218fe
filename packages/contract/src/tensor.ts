/**
 * Types of ggml (GGUF), which quantises blocks of a row together: bytes of a block by its elements, from
 * `GGML_QUANT_SIZES` of the gguf package. By llama.cpp's names in lower case.
 */
export const BLOCK_DTYPE_BYTES = {
  q4_0: 18 / 32,
  q4_1: 20 / 32,
  q5_0: 22 / 32,
  q5_1: 24 / 32,
  q8_0: 34 / 32,
  q8_1: 40 / 32,
  q2_k: 84 / 256,
  q3_k: 110 / 256,
  q4_k: 144 / 256,
  q5_k: 176 / 256,
  q6_k: 210 / 256,
  q8_k: 292 / 256,
  iq2_xxs: 66 / 256,
  iq2_xs: 74 / 256,
  iq3_xxs: 98 / 256,
  iq1_s: 50 / 256,
  iq4_nl: 18 / 32,
  iq3_s: 110 / 256,
  iq2_s: 82 / 256,
  iq4_xs: 136 / 256,
  iq1_m: 56 / 256,
  tq1_0: 54 / 256,
  tq2_0: 66 / 256,
  mxfp4: 17 / 32,
} as const;

/** Element types by torch's names (and ggml's, which torch lacks), with their size in bytes. */
export const DTYPE_BYTES = {
  ...BLOCK_DTYPE_BYTES,
  float64: 8,
  float32: 4,
  float16: 2,
  bfloat16: 2,
  float8_e4m3fn: 1,
  float8_e5m2: 1,
  float8_e4m3fnuz: 1,
  float8_e5m2fnuz: 1,
  float8_e8m0fnu: 1,
  // two values a byte; its shape counts bytes
  float4_e2m1fn_x2: 1,
  int64: 8,
  int32: 4,
  int16: 2,
  int8: 1,
  uint64: 8,
  uint32: 4,
  uint16: 2,
  uint8: 1,
  bool: 1,
  complex32: 4,
  complex64: 8,
  complex128: 16,
  qint8: 1,
  quint8: 1,
  qint32: 4,
} as const;

export type DType = keyof typeof DTYPE_BYTES;

/** A named, shaped tensor, without its data. */
export interface TensorShape {
  readonly name: string;
  readonly shape: readonly number[];
}

/** Number of elements; 1 for a scalar. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
