import { readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import type { Scene, ScenePoses } from '@plumb/contract';
import type { Look } from '../request.ts';

/** A small scene and how MuJoCo drew it: oracle/camera/draw_cases.py. */
export interface PictureCase {
  readonly name: string;
  readonly scene: Scene;
  readonly poses: ScenePoses;
  readonly camera: string;
  readonly width: number;
  readonly height: number;
  readonly image: Uint8Array;
  readonly depth: Float32Array;
  readonly segmentation: Int16Array;
}

const ARRAYS = {
  uint8: Uint8Array,
  int16: Int16Array,
  uint32: Uint32Array,
  float32: Float32Array,
  float64: Float64Array,
};

export function readCases(look: Look): PictureCase[] {
  const text = readFileSync(new URL(`../fixtures/look-${look}.json`, import.meta.url), 'utf8');
  const { cases } = JSON.parse(text) as { cases: Record<string, Record<string, unknown>> };
  return Object.entries(cases).map(([name, fields]) => {
    const { image, depth, segmentation, ...rest } = fields;
    return {
      ...(revive(rest) as Omit<PictureCase, 'name' | 'image' | 'depth' | 'segmentation'>),
      name,
      image: inflate(image as string, 'uint8') as Uint8Array,
      depth: inflate(depth as string, 'float32') as Float32Array,
      segmentation: inflate(segmentation as string, 'int16') as Int16Array,
    };
  });
}

function inflate(text: string, dtype: keyof typeof ARRAYS) {
  // a copy of its own begins where any element may
  return new ARRAYS[dtype](Uint8Array.from(inflateSync(Buffer.from(text, 'base64'))).buffer);
}

/** Arrays in the place of their description, undefined in the place of null. */
function revive(value: unknown): unknown {
  if (value === null) return undefined;
  if (typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(revive);
  const object = value as Record<string, unknown>;
  if (typeof object.zlib === 'string') return inflate(object.zlib, object.dtype as keyof typeof ARRAYS);
  return Object.fromEntries(Object.entries(object).map(([key, field]) => [key, revive(field)]));
}
