// The colour of a triangle in a pixel: once, at the pixel's centre, even where the triangle misses the centre. Four at a
// time: neighbours in a row that one triangle fills, or any four that wait and have the same kind of texture. The same
// numbers are calculated in the same order either way.
import { changeOf, findCube, findFlat } from './coordinates';
import { firsts, gather, lastPair, limited, pair, seconds } from './lanes';
import {
  RECORD_COLOUR, RECORD_COORDINATES, RECORD_MAPPING, RECORD_TEXTURE, RECORD_X, RECORD_Y,
} from './setup';
import { scratch } from './state';
import { blues, greens, noTexels, reds } from './texels';

/** Behind the corners that wait for light, for each kind of texture: four u32 each of these, and how many wait. */
const QUEUES: usize = 6400;
const QUEUE_BYTES: usize = 80;
const QUEUE_X: usize = 16;
const QUEUE_Y: usize = 32;
const QUEUE_OUT: usize = 48;
const QUEUE_COUNT: usize = 64;

const FLAT: u32 = 1;
const CUBE: u32 = 2;

@inline
function kindOf(record: usize): u32 {
  return load<u32>(record, RECORD_TEXTURE) ? FLAT + load<u32>(record, RECORD_MAPPING) : 0;
}

/** Three bytes r, g, b from the lowest, as samples of the frame buffer hold them. */
@inline
function colours(red: v128, green: v128, blue: v128, w: v128): v128 {
  const r = f32x4.nearest(f32x4.mul(limited(f32x4.mul(red, w)), reds));
  const g = f32x4.nearest(f32x4.mul(limited(f32x4.mul(green, w)), greens));
  const b = f32x4.nearest(f32x4.mul(limited(f32x4.mul(blue, w)), blues));
  return v128.or(
    i32x4.trunc_sat_f32x4_s(r),
    v128.or(i32x4.shl(i32x4.trunc_sat_f32x4_s(g), 8), i32x4.shl(i32x4.trunc_sat_f32x4_s(b), 16)),
  );
}

@inline
function inverted(inverse: v128): v128 {
  const least = f32x4.splat(1e-9);
  return f32x4.div(f32x4.splat(1), v128.bitselect(inverse, least, f32x4.gt(inverse, least)));
}

/** A plane in four pixels. */
@inline
function planeOf(at: usize, dx: v128, dy: v128): v128 {
  return f32x4.add(
    v128.load32_splat(at),
    f32x4.add(f32x4.mul(v128.load32_splat(at, 16), dx), f32x4.mul(v128.load32_splat(at, 32), dy)),
  );
}

/** Pixels x to x + 3 of one triangle. */
export function shadeRun(record: usize, x: i32, y: i32): v128 {
  const dx = f32x4.sub(
    f32x4.add(f32x4.splat(x as f32), f32x4(0.5, 1.5, 2.5, 3.5)), v128.load32_splat(record, RECORD_X),
  );
  const dy = f32x4.splat((y as f32) + 0.5 - load<f32>(record, RECORD_Y));
  const w = inverted(planeOf(record + RECORD_COLOUR + 12, dx, dy));
  const kind = kindOf(record);
  if (kind == 0) noTexels();
  else {
    const at = record + RECORD_COORDINATES;
    const texture = load<u32>(record, RECORD_TEXTURE) as usize;
    const slopeX = v128.load32_splat(record, RECORD_COLOUR + 28);
    const slopeY = v128.load32_splat(record, RECORD_COLOUR + 44);
    const u = f32x4.mul(planeOf(at, dx, dy), w);
    const v = f32x4.mul(planeOf(at + 4, dx, dy), w);
    const ux = changeOf(v128.load32_splat(at, 16), u, slopeX, w);
    const vx = changeOf(v128.load32_splat(at, 20), v, slopeX, w);
    const uy = changeOf(v128.load32_splat(at, 32), u, slopeY, w);
    const vy = changeOf(v128.load32_splat(at, 36), v, slopeY, w);
    if (kind == FLAT) findFlat(texture, texture, texture, texture, u, v, ux, vx, uy, vy);
    else {
      const z = f32x4.mul(planeOf(at + 8, dx, dy), w);
      const zx = changeOf(v128.load32_splat(at, 24), z, slopeX, w);
      const zy = changeOf(v128.load32_splat(at, 40), z, slopeY, w);
      findCube(texture, texture, texture, texture, u, v, z, ux, vx, zx, uy, vy, zy);
    }
  }
  const at = record + RECORD_COLOUR;
  return colours(planeOf(at, dx, dy), planeOf(at + 4, dx, dy), planeOf(at + 8, dx, dy), w);
}

/** Has the colour of a triangle in a pixel written to `out`, by `shadeWaiting` at the latest. */
export function shadeLater(record: usize, x: i32, y: i32, out: usize): void {
  const kind = kindOf(record);
  const queue = scratch + QUEUES + (kind as usize) * QUEUE_BYTES;
  const count = load<u32>(queue, QUEUE_COUNT);
  const place = queue + ((count as usize) << 2);
  store<u32>(place, record as u32);
  store<i32>(place, x, QUEUE_X);
  store<i32>(place, y, QUEUE_Y);
  store<u32>(place, out as u32, QUEUE_OUT);
  if (count < 3) {
    store<u32>(queue, count + 1, QUEUE_COUNT);
    return;
  }
  shadeQueue(queue, kind);
}

/** Colours all that waits. */
export function shadeWaiting(): void {
  for (let kind: u32 = 0; kind <= CUBE; kind++) {
    const queue = scratch + QUEUES + (kind as usize) * QUEUE_BYTES;
    const count = load<u32>(queue, QUEUE_COUNT);
    if (count == 0) continue;
    // the first once more where there are fewer than four
    for (let place = queue + ((count as usize) << 2); place < queue + 16; place += 4) {
      store<u32>(place, load<u32>(queue));
      store<u32>(place, load<u32>(queue, QUEUE_X), QUEUE_X);
      store<u32>(place, load<u32>(queue, QUEUE_Y), QUEUE_Y);
      store<u32>(place, load<u32>(queue, QUEUE_OUT), QUEUE_OUT);
    }
    shadeQueue(queue, kind);
  }
}

/** Planes of a record at `at`, in its pixel. */
@inline
function planesOf(at: usize, dx: f32, dy: f32): v128 {
  return f32x4.add(
    v128.load(at),
    f32x4.add(f32x4.mul(v128.load(at, 16), f32x4.splat(dx)), f32x4.mul(v128.load(at, 32), f32x4.splat(dy))),
  );
}

@inline
function alongX(queue: usize, record: usize): f32 {
  return (load<i32>(queue, QUEUE_X) as f32) + 0.5 - load<f32>(record, RECORD_X);
}

@inline
function alongY(queue: usize, record: usize): f32 {
  return (load<i32>(queue, QUEUE_Y) as f32) + 0.5 - load<f32>(record, RECORD_Y);
}

function shadeQueue(queue: usize, kind: u32): void {
  store<u32>(queue, 0, QUEUE_COUNT);
  const r0 = load<u32>(queue) as usize;
  const r1 = load<u32>(queue, 4) as usize;
  const r2 = load<u32>(queue, 8) as usize;
  const r3 = load<u32>(queue, 12) as usize;
  const dx0 = alongX(queue, r0), dy0 = alongY(queue, r0);
  const dx1 = alongX(queue + 4, r1), dy1 = alongY(queue + 4, r1);
  const dx2 = alongX(queue + 8, r2), dy2 = alongY(queue + 8, r2);
  const dx3 = alongX(queue + 12, r3), dy3 = alongY(queue + 12, r3);
  const a = planesOf(r0 + RECORD_COLOUR, dx0, dy0);
  const b = planesOf(r1 + RECORD_COLOUR, dx1, dy1);
  const c = planesOf(r2 + RECORD_COLOUR, dx2, dy2);
  const d = planesOf(r3 + RECORD_COLOUR, dx3, dy3);
  const ab = pair(a, b);
  const cd = pair(c, d);
  const lastAb = lastPair(a, b);
  const lastCd = lastPair(c, d);
  const w = inverted(seconds(lastAb, lastCd));
  if (kind == 0) noTexels();
  else findQueued(kind, r0, r1, r2, r3, dx0, dy0, dx1, dy1, dx2, dy2, dx3, dy3, w);
  const found = colours(firsts(ab, cd), seconds(ab, cd), firsts(lastAb, lastCd), w);
  store<i32>(load<u32>(queue, QUEUE_OUT) as usize, i32x4.extract_lane(found, 0));
  store<i32>(load<u32>(queue, QUEUE_OUT + 4) as usize, i32x4.extract_lane(found, 1));
  store<i32>(load<u32>(queue, QUEUE_OUT + 8) as usize, i32x4.extract_lane(found, 2));
  store<i32>(load<u32>(queue, QUEUE_OUT + 12) as usize, i32x4.extract_lane(found, 3));
}

@inline
function findQueued(
  kind: u32, r0: usize, r1: usize, r2: usize, r3: usize,
  dx0: f32, dy0: f32, dx1: f32, dy1: f32, dx2: f32, dy2: f32, dx3: f32, dy3: f32, w: v128,
): void {
  const t0 = load<u32>(r0, RECORD_TEXTURE) as usize;
  const t1 = load<u32>(r1, RECORD_TEXTURE) as usize;
  const t2 = load<u32>(r2, RECORD_TEXTURE) as usize;
  const t3 = load<u32>(r3, RECORD_TEXTURE) as usize;
  const slopeX = gather(
    r0 + RECORD_COLOUR + 28, r1 + RECORD_COLOUR + 28, r2 + RECORD_COLOUR + 28, r3 + RECORD_COLOUR + 28,
  );
  const slopeY = gather(
    r0 + RECORD_COLOUR + 44, r1 + RECORD_COLOUR + 44, r2 + RECORD_COLOUR + 44, r3 + RECORD_COLOUR + 44,
  );
  const a = planesOf(r0 + RECORD_COORDINATES, dx0, dy0);
  const b = planesOf(r1 + RECORD_COORDINATES, dx1, dy1);
  const c = planesOf(r2 + RECORD_COORDINATES, dx2, dy2);
  const d = planesOf(r3 + RECORD_COORDINATES, dx3, dy3);
  const ax = v128.load(r0, RECORD_COORDINATES + 16), ay = v128.load(r0, RECORD_COORDINATES + 32);
  const bx = v128.load(r1, RECORD_COORDINATES + 16), by = v128.load(r1, RECORD_COORDINATES + 32);
  const cx = v128.load(r2, RECORD_COORDINATES + 16), cy = v128.load(r2, RECORD_COORDINATES + 32);
  const dx = v128.load(r3, RECORD_COORDINATES + 16), dy = v128.load(r3, RECORD_COORDINATES + 32);
  const ab = pair(a, b), cd = pair(c, d);
  const abx = pair(ax, bx), cdx = pair(cx, dx);
  const aby = pair(ay, by), cdy = pair(cy, dy);
  const u = f32x4.mul(firsts(ab, cd), w);
  const v = f32x4.mul(seconds(ab, cd), w);
  const ux = changeOf(firsts(abx, cdx), u, slopeX, w);
  const vx = changeOf(seconds(abx, cdx), v, slopeX, w);
  const uy = changeOf(firsts(aby, cdy), u, slopeY, w);
  const vy = changeOf(seconds(aby, cdy), v, slopeY, w);
  if (kind == FLAT) {
    findFlat(t0, t1, t2, t3, u, v, ux, vx, uy, vy);
    return;
  }
  const z = f32x4.mul(firsts(lastPair(a, b), lastPair(c, d)), w);
  const zx = changeOf(firsts(lastPair(ax, bx), lastPair(cx, dx)), z, slopeX, w);
  const zy = changeOf(firsts(lastPair(ay, by), lastPair(cy, dy)), z, slopeY, w);
  findCube(t0, t1, t2, t3, u, v, z, ux, vx, zx, uy, vy, zy);
}
