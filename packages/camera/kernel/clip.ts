// Triangles that reach behind the near plane, far outside the picture or beyond a mirror: cut, then drawn in pieces
// under the same id. Rare, so in double precision and one at a time.
import { GEOM_MATRIX, GEOM_PLANE } from './layout';
import { drawTriangle } from './raster';
import { near, scratch } from './state';

/** Behind the arrays of the transformed vertices: two polygons of up to 9 corners of x, y, w, plane. */
const POLYGONS: usize = 4096;
const CORNER: usize = 32;
const SECOND: usize = 16 * CORNER;
/** Pixels; coordinates stay within the rasteriser's 4096 with room for rounding. */
const GUARD: f64 = 4000;

/** `a`, `b`, `c`: byte offsets of the vertices in each of the cluster's coordinate arrays of `bytes`. */
export function clipTriangle(geom: usize, vertices: usize, bytes: usize, a: usize, b: usize, c: usize, id: u32): void {
  let from = scratch + POLYGONS;
  let to = from + SECOND;
  project(geom, vertices, bytes, a, from);
  project(geom, vertices, bytes, b, from + CORNER);
  project(geom, vertices, bytes, c, from + 2 * CORNER);
  let count: i32 = 3;
  for (let side = 0; side < 6; side++) {
    count = cut(from, count, to, side);
    if (count < 3) return;
    const swap = from;
    from = to;
    to = swap;
  }
  for (let i = 1; i + 1 < count; i++) fan(from, from + (i as usize) * CORNER, from + ((i + 1) as usize) * CORNER, id);
}

function project(geom: usize, vertices: usize, bytes: usize, vertex: usize, to: usize): void {
  const x = load<f32>(vertices + vertex) as f64;
  const y = load<f32>(vertices + bytes + vertex) as f64;
  const z = load<f32>(vertices + bytes + bytes + vertex) as f64;
  store<f64>(to, rowAt(geom + GEOM_MATRIX, x, y, z));
  store<f64>(to, rowAt(geom + GEOM_MATRIX + 16, x, y, z), 8);
  store<f64>(to, rowAt(geom + GEOM_MATRIX + 32, x, y, z), 16);
  store<f64>(to, rowAt(geom + GEOM_PLANE, x, y, z), 24);
}

function rowAt(at: usize, x: f64, y: f64, z: f64): f64 {
  return (
    (load<f32>(at) as f64) * x + (load<f32>(at, 4) as f64) * y + (load<f32>(at, 8) as f64) * z +
    (load<f32>(at, 12) as f64)
  );
}

function distance(corner: usize, side: i32): f64 {
  const w = load<f64>(corner, 16);
  if (side == 0) return w - (near as f64);
  if (side == 1) return load<f64>(corner, 24);
  if (side == 2) return load<f64>(corner) + GUARD * w;
  if (side == 3) return GUARD * w - load<f64>(corner);
  if (side == 4) return load<f64>(corner, 8) + GUARD * w;
  return GUARD * w - load<f64>(corner, 8);
}

function cut(from: usize, count: i32, to: usize, side: i32): i32 {
  let kept = 0;
  let previous = from + ((count - 1) as usize) * CORNER;
  let before = distance(previous, side);
  for (let i = 0; i < count; i++) {
    const current = from + (i as usize) * CORNER;
    const here = distance(current, side);
    if (before >= 0 != here >= 0) {
      const share = before / (before - here);
      const out = to + (kept as usize) * CORNER;
      for (let k: usize = 0; k < CORNER; k += 8) {
        const start = load<f64>(previous + k);
        store<f64>(out + k, start + share * (load<f64>(current + k) - start));
      }
      kept++;
    }
    if (here >= 0) {
      memory.copy(to + (kept as usize) * CORNER, current, CORNER);
      kept++;
    }
    previous = current;
    before = here;
  }
  return kept;
}

function fan(a: usize, b: usize, c: usize, id: u32): void {
  const d0 = 1 / load<f64>(a, 16);
  const d1 = 1 / load<f64>(b, 16);
  const d2 = 1 / load<f64>(c, 16);
  const fx0 = load<f64>(a) * d0;
  const fy0 = load<f64>(a, 8) * d0;
  const fx1 = load<f64>(b) * d1;
  const fy1 = load<f64>(b, 8) * d1;
  const fx2 = load<f64>(c) * d2;
  const fy2 = load<f64>(c, 8) * d2;
  const x0 = nearest<f64>(fx0 * 256) as i32;
  const y0 = nearest<f64>(fy0 * 256) as i32;
  const x1 = nearest<f64>(fx1 * 256) as i32;
  const y1 = nearest<f64>(fy1 * 256) as i32;
  const x2 = nearest<f64>(fx2 * 256) as i32;
  const y2 = nearest<f64>(fy2 * 256) as i32;
  if (((x1 - x0) as i64) * (y2 - y0) - ((x2 - x0) as i64) * (y1 - y0) <= 0) return;
  drawTriangle(
    x0, y0, x1, y1, x2, y2,
    fx0 as f32, fy0 as f32, d0 as f32, fx1 as f32, fy1 as f32, d1 as f32, fx2 as f32, fy2 as f32, d2 as f32,
    id,
  );
}
