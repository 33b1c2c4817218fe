// A seen triangle's planes: colour, 1 / w and texture coordinates over w as linear functions of the pixel.
import {
  CORNER_BYTES, GEOM_CORNERS, GEOM_FACES, GEOM_LIT, GEOM_MAPPING, GEOM_MATRIX, GEOM_OFFSET, GEOM_SCALE,
  GEOM_TEXTURE,
} from './layout';
import { lightCorners, turnLights } from './light';
import { frame, near, scratch } from './state';
import { bits, geomCount, geomRows, RECORD_BYTES, records } from './visible';

export const RECORD_COLOUR: usize = 0; // 3 v128: at the origin, a pixel to the right, a pixel up; lane 3 is 1 / w
export const RECORD_COORDINATES: usize = 48; // 3 v128
export const RECORD_X: usize = 96; // origin, pixels
export const RECORD_Y: usize = 100;
export const RECORD_TEXTURE: usize = 104;
export const RECORD_MAPPING: usize = 108;

/** Corners that wait for light, behind the rasteriser's scratch. */
const WAITING: usize = 6144;

/** Lights and sets up all listed triangles. @param nothing record of what is seen where nothing is */
export function setUpVisible(nothing: usize): void {
  memory.copy(records, nothing, RECORD_BYTES);
  let record = records + RECORD_BYTES;
  for (let i: u32 = 0; i < geomCount; i++) {
    const row = geomRows + ((i as usize) << 3);
    const first = load<u32>(row);
    const end = load<u32>(row, 8);
    const geom = load<u32>(row, 4) as usize;
    if (!lightListed(geom, first, end)) continue;
    for (let word = first >> 5; word <= (end - 1) >> 5; word++) {
      for (let left = listedIn(word, first, end); left; left &= left - 1) {
        setUp(geom, facesOf(geom, (word << 5) + ctz(left) - first), record);
        record += RECORD_BYTES;
      }
    }
  }
}

/** Bits of a word whose ids lie from `first` to before `end`. */
@inline
function listedIn(word: u32, first: u32, end: u32): u32 {
  let set = load<u32>(bits + ((word as usize) << 2));
  const start = word << 5;
  if (start < first) set &= 0xffffffff << (first - start);
  if (start + 32 > end) set &= 0xffffffff >> (start + 32 - end);
  return set;
}

@inline
function facesOf(geom: usize, face: u32): usize {
  return (load<u32>(geom, GEOM_FACES) + face * 12) as usize;
}

/** @returns whether there was anything to light */
function lightListed(geom: usize, first: u32, end: u32): bool {
  const lit = load<u32>(geom, GEOM_LIT) as usize;
  const waiting = scratch + WAITING;
  let count: usize = 0;
  let any = false;
  for (let word = first >> 5; word <= (end - 1) >> 5; word++) {
    for (let left = listedIn(word, first, end); left; left &= left - 1) {
      if (!any) turnLights(geom);
      any = true;
      const face = facesOf(geom, (word << 5) + ctz(left) - first);
      for (let k: usize = 0; k < 12; k += 4) {
        const corner = load<u32>(face + k);
        const stamp = lit + ((corner as usize) << 4) + 12;
        if (load<u32>(stamp) == frame) continue;
        store<u32>(stamp, frame);
        store<u32>(waiting + (count << 2), corner);
        if (++count < 4) continue;
        lightCorners(
          geom, load<u32>(waiting), load<u32>(waiting, 4), load<u32>(waiting, 8), load<u32>(waiting, 12), frame,
        );
        count = 0;
      }
    }
  }
  if (count > 0) {
    const a = load<u32>(waiting);
    const b = count > 1 ? load<u32>(waiting, 4) : a;
    const c = count > 2 ? load<u32>(waiting, 8) : a;
    lightCorners(geom, a, b, c, a, frame);
  }
  return any;
}

@inline
function rowAt(at: usize, x: f32, y: f32, z: f32): f32 {
  return (load<f32>(at) * x + load<f32>(at, 4) * y) + (load<f32>(at, 8) * z + load<f32>(at, 12));
}

function setUp(geom: usize, face: usize, record: usize): void {
  const corners = load<u32>(geom, GEOM_CORNERS) as usize;
  const lit = load<u32>(geom, GEOM_LIT) as usize;
  const a = load<u32>(face) as usize;
  const b = load<u32>(face, 4) as usize;
  const c = load<u32>(face, 8) as usize;
  const p0 = corners + a * CORNER_BYTES;
  const p1 = corners + b * CORNER_BYTES;
  const p2 = corners + c * CORNER_BYTES;
  const colour0 = f32x4.replace_lane(v128.load(lit + (a << 4)), 3, 1);
  const colour1 = f32x4.replace_lane(v128.load(lit + (b << 4)), 3, 1);
  const colour2 = f32x4.replace_lane(v128.load(lit + (c << 4)), 3, 1);
  const texture = load<u32>(geom, GEOM_TEXTURE);
  let uv0 = f32x4.splat(0);
  let uv1 = uv0;
  let uv2 = uv0;
  if (texture) {
    const scale = v128.load(geom, GEOM_SCALE);
    const offset = v128.load(geom, GEOM_OFFSET);
    uv0 = f32x4.add(f32x4.mul(v128.load(p0, 24), scale), offset);
    uv1 = f32x4.add(f32x4.mul(v128.load(p1, 24), scale), offset);
    uv2 = f32x4.add(f32x4.mul(v128.load(p2, 24), scale), offset);
  }
  store<u32>(record, texture, RECORD_TEXTURE);
  store<u32>(record, load<u32>(geom, GEOM_MAPPING), RECORD_MAPPING);

  const matrix = geom + GEOM_MATRIX;
  const x0 = load<f32>(p0), y0 = load<f32>(p0, 4), z0 = load<f32>(p0, 8);
  const x1 = load<f32>(p1), y1 = load<f32>(p1, 4), z1 = load<f32>(p1, 8);
  const x2 = load<f32>(p2), y2 = load<f32>(p2, 4), z2 = load<f32>(p2, 8);
  const w0 = rowAt(matrix + 32, x0, y0, z0);
  const w1 = rowAt(matrix + 32, x1, y1, z1);
  const w2 = rowAt(matrix + 32, x2, y2, z2);
  const X0 = rowAt(matrix, x0, y0, z0), Y0 = rowAt(matrix + 16, x0, y0, z0);
  const X1 = rowAt(matrix, x1, y1, z1), Y1 = rowAt(matrix + 16, x1, y1, z1);
  const X2 = rowAt(matrix, x2, y2, z2), Y2 = rowAt(matrix + 16, x2, y2, z2);
  if (w0 < near || w1 < near || w2 < near) {
    setUpClipped(record, X0, Y0, w0, X1, Y1, w1, X2, Y2, w2, colour0, colour1, colour2, uv0, uv1, uv2);
    return;
  }
  const d0: f32 = 1 / w0;
  const d1: f32 = 1 / w1;
  const d2: f32 = 1 / w2;
  const fx = X0 * d0;
  const fy = Y0 * d0;
  const ux = X1 * d1 - fx;
  const uy = Y1 * d1 - fy;
  const vx = X2 * d2 - fx;
  const vy = Y2 * d2 - fy;
  const area = ux * vy - uy * vx;
  const scale: f32 = abs(area) > 1e-12 ? 1 / area : 0;
  store<f32>(record, fx, RECORD_X);
  store<f32>(record, fy, RECORD_Y);
  const over0 = f32x4.splat(d0);
  const over1 = f32x4.splat(d1);
  const over2 = f32x4.splat(d2);
  const alongX1 = f32x4.splat(vy * scale);
  const alongX2 = f32x4.splat(uy * scale);
  const alongY1 = f32x4.splat(vx * scale);
  const alongY2 = f32x4.splat(ux * scale);
  putPlane(
    record + RECORD_COLOUR, f32x4.mul(colour0, over0), f32x4.mul(colour1, over1), f32x4.mul(colour2, over2),
    alongX1, alongX2, alongY1, alongY2,
  );
  if (texture) {
    putPlane(
      record + RECORD_COORDINATES, f32x4.mul(uv0, over0), f32x4.mul(uv1, over1), f32x4.mul(uv2, over2),
      alongX1, alongX2, alongY1, alongY2,
    );
  }
}

@inline
function putPlane(at: usize, a: v128, b: v128, c: v128, x1: v128, x2: v128, y1: v128, y2: v128): void {
  const u = f32x4.sub(b, a);
  const v = f32x4.sub(c, a);
  v128.store(at, a);
  v128.store(at, f32x4.sub(f32x4.mul(u, x1), f32x4.mul(v, x2)), 16);
  v128.store(at, f32x4.sub(f32x4.mul(v, y2), f32x4.mul(u, y1)), 32);
}

/** Through the inverse of the matrix of corners: holds for corners behind the eye too. */
function setUpClipped(
  record: usize,
  x0: f64, y0: f64, w0: f64, x1: f64, y1: f64, w1: f64, x2: f64, y2: f64, w2: f64,
  colour0: v128, colour1: v128, colour2: v128, uv0: v128, uv1: v128, uv2: v128,
): void {
  const a0 = y1 * w2 - y2 * w1, b0 = x2 * w1 - x1 * w2, c0 = x1 * y2 - x2 * y1;
  const a1 = y2 * w0 - y0 * w2, b1 = x0 * w2 - x2 * w0, c1 = x2 * y0 - x0 * y2;
  const a2 = y0 * w1 - y1 * w0, b2 = x1 * w0 - x0 * w1, c2 = x0 * y1 - x1 * y0;
  const determinant = x0 * a0 + y0 * b0 + w0 * c0;
  const scale: f64 = determinant != 0 ? 1 / determinant : 0;
  store<f32>(record, 0, RECORD_X);
  store<f32>(record, 0, RECORD_Y);
  putInverse(record + RECORD_COLOUR, c0, c1, c2, scale, colour0, colour1, colour2);
  putInverse(record + RECORD_COLOUR + 16, a0, a1, a2, scale, colour0, colour1, colour2);
  putInverse(record + RECORD_COLOUR + 32, b0, b1, b2, scale, colour0, colour1, colour2);
  putInverse(record + RECORD_COORDINATES, c0, c1, c2, scale, uv0, uv1, uv2);
  putInverse(record + RECORD_COORDINATES + 16, a0, a1, a2, scale, uv0, uv1, uv2);
  putInverse(record + RECORD_COORDINATES + 32, b0, b1, b2, scale, uv0, uv1, uv2);
}

function putInverse(at: usize, k0: f64, k1: f64, k2: f64, scale: f64, a: v128, b: v128, c: v128): void {
  v128.store(
    at,
    f32x4.add(
      f32x4.add(f32x4.mul(a, f32x4.splat((k0 * scale) as f32)), f32x4.mul(b, f32x4.splat((k1 * scale) as f32))),
      f32x4.mul(c, f32x4.splat((k2 * scale) as f32)),
    ),
  );
}
