// Triangles to samples. Coverage is exact on vertices snapped to 1/256 pixel, as in llvmpipe. Depth is 1 / w, in the
// steps of MuJoCo 2.3.7's 24 bits; greater wins, and on a tie the triangle with the greater id, which is the one drawn
// later. So the order in which triangles arrive does not matter, nor that parts were drawn in an earlier frame.
import { PIXEL_BYTES, TILE_BYTES } from './layout';
import {
  bottom, depthPhase, depthScale, depthWhole, left, picture, right, sampleFirst, sampleFx, sampleFy, sampleShift, sampleX, sampleY, tileColumns, tiles,
  top,
} from './state';
import { addFragment, collecting } from './fragments';
import { DRAWN, isHidden } from './hidden';

/** 256ths of a pixel: within a triangle no larger, 32 bits hold every edge function. */
const SMALL: i32 = 64 << 8;
/** Eighths of a pixel in which the samples of a tile lie. */
const TILE: i64 = 64;
const LIMIT: i64 = 1 << 30;

// edges: value at the block's origin, and steps for an eighth of a pixel
let a0: i32 = 0, a1: i32 = 0, a2: i32 = 0;
let b0: i32 = 0, b1: i32 = 0, b2: i32 = 0;
// depth: at (x, y) in pixels
let depthX: f32 = 0, depthY: f32 = 0;
let depthOrigin: f32 = 0, originX: f32 = 0, originY: f32 = 0;

/**
 * A triangle, counter-clockwise. `x`, `y`: 256ths of a pixel, within +-4096 pixels; `fx`, `fy` the same before
 * snapping, in pixels; `d`: 1 / metres.
 */
export function drawTriangle(
  x0: i32, y0: i32, x1: i32, y1: i32, x2: i32, y2: i32,
  fx0: f32, fy0: f32, d0: f32, fx1: f32, fy1: f32, d1: f32, fx2: f32, fy2: f32, d2: f32,
  id: u32,
): void {
  const minX = min(x0, min(x1, x2));
  const maxX = max(x0, max(x1, x2));
  const round = (1 << sampleShift) - 1 - sampleFirst;
  const toPixel = 8 - sampleShift;
  // most small triangles end here: no column or row of samples inside
  const column0 = (minX + round) >> sampleShift;
  const column1 = (maxX - sampleFirst) >> sampleShift;
  if (column0 > column1) return;
  const minY = min(y0, min(y1, y2));
  const maxY = max(y0, max(y1, y2));
  const row0 = (minY + round) >> sampleShift;
  const row1 = (maxY - sampleFirst) >> sampleShift;
  if (row0 > row1) return;
  const px0 = max(column0 >> toPixel, left);
  const px1 = min(column1 >> toPixel, right);
  if (px0 > px1) return;
  const py0 = max(row0 >> toPixel, bottom);
  const py1 = min(row1 >> toPixel, top);
  if (py0 > py1) return;

  a0 = y0 - y1;
  b0 = x1 - x0;
  a1 = y1 - y2;
  b1 = x2 - x1;
  a2 = y2 - y0;
  b2 = x0 - x2;
  // on an edge: left and lower edges own it
  const e0: i32 = a0 > 0 || (a0 == 0 && b0 > 0) ? 0 : 1;
  const e1: i32 = a1 > 0 || (a1 == 0 && b1 > 0) ? 0 : 1;
  const e2: i32 = a2 > 0 || (a2 == 0 && b2 > 0) ? 0 : 1;

  const ux = fx1 - fx0;
  const uy = fy1 - fy0;
  const vx = fx2 - fx0;
  const vy = fy2 - fy0;
  const area = ux * vy - uy * vx;
  const scale: f32 = area > 1e-12 ? 1 / area : 0;
  const du = d1 - d0;
  const dv = d2 - d0;
  depthX = (du * vy - dv * uy) * scale * depthScale;
  depthY = (dv * ux - du * vx) * scale * depthScale;
  depthOrigin = d0 * depthScale - depthPhase;
  originX = fx0;
  originY = fy0;

  const firstColumn = px0 >> 3;
  const firstRow = py0 >> 3;
  if (maxX - minX < SMALL && maxY - minY < SMALL) {
    const rx = px0 << 8;
    const ry = py0 << 8;
    const c0 = (a0 * (rx - x0) + b0 * (ry - y0) - e0) >> 5;
    const c1 = (a1 * (rx - x1) + b1 * (ry - y1) - e1) >> 5;
    const c2 = (a2 * (rx - x2) + b2 * (ry - y2) - e2) >> 5;
    if (firstColumn == px1 >> 3 && firstRow == py1 >> 3) {
      drawBlock(firstRow * tileColumns + firstColumn, px0, py0, px1, py1, c0, c1, c2, id);
      return;
    }
    if (px1 - px0 < 8 && py1 - py0 < 8) {
      for (let y = py0; y <= py1; y = (y | 7) + 1) {
        for (let x = px0; x <= px1; x = (x | 7) + 1) {
          const dx = (x - px0) << 3;
          const dy = (y - py0) << 3;
          drawBlock(
            (y >> 3) * tileColumns + (x >> 3), x, y, min(x | 7, px1), min(y | 7, py1),
            c0 + a0 * dx + b0 * dy, c1 + a1 * dx + b1 * dy, c2 + a2 * dx + b2 * dy, id,
          );
        }
      }
      return;
    }
  }
  const nearest = max(d0, max(d1, d2)) * depthScale - depthPhase;
  for (let row = firstRow; row <= py1 >> 3; row++) {
    const y = row << 3;
    for (let column = firstColumn; column <= px1 >> 3; column++) {
      const x = column << 3;
      const rx = x << 8;
      const ry = y << 8;
      const c0: i64 = ((a0 as i64) * (rx - x0) + (b0 as i64) * (ry - y0) - e0) >> 5;
      const c1: i64 = ((a1 as i64) * (rx - x1) + (b1 as i64) * (ry - y1) - e1) >> 5;
      const c2: i64 = ((a2 as i64) * (rx - x2) + (b2 as i64) * (ry - y2) - e2) >> 5;
      if (c0 + (max(a0, 0) + max(b0, 0)) * TILE < 0) continue;
      if (c1 + (max(a1, 0) + max(b1, 0)) * TILE < 0) continue;
      if (c2 + (max(a2, 0) + max(b2, 0)) * TILE < 0) continue;
      const corner = depthOrigin + depthX * ((depthX > 0 ? x + 8 : x) as f32 - originX) +
        depthY * ((depthY > 0 ? y + 8 : y) as f32 - originY);
      const tile = row * tileColumns + column;
      if (isHidden(tile, min(corner, nearest))) continue;
      const left = max(x, px0);
      const low = max(y, py0);
      const right = min(x + 7, px1);
      const high = min(y + 7, py1);
      if (
        !collecting &&
        c0 + (min(a0, 0) + min(b0, 0)) * TILE >= 0 &&
        c1 + (min(a1, 0) + min(b1, 0)) * TILE >= 0 &&
        c2 + (min(a2, 0) + min(b2, 0)) * TILE >= 0
      ) fillTile(tile, left, low, right, high, id);
      else {
        const dx: i64 = left - x;
        const dy: i64 = low - y;
        drawBlock(
          tile, left, low, right, high,
          min(c0 + (dx * a0 + dy * b0) * 8, LIMIT) as i32,
          min(c1 + (dx * a1 + dy * b1) * 8, LIMIT) as i32,
          min(c2 + (dx * a2 + dy * b2) * 8, LIMIT) as i32,
          id,
        );
      }
    }
  }
}

/** Pixels of a tile that a triangle covers wholly. */
function fillTile(tile: i32, px0: i32, py0: i32, px1: i32, py1: i32, id: u32): void {
  const dx = f32x4.splat(depthX);
  const dy = f32x4.splat(depthY);
  const fx = f32x4.sub(sampleFx, f32x4.splat(originX));
  const fy = f32x4.sub(sampleFy, f32x4.splat(originY));
  const all = i32x4.splat(-1);
  let touched = false;
  for (let y = py0; y <= py1; y++) {
    let address = addressOf(tile, px0, y);
    const depthRow = f32x4.add(f32x4.splat(depthOrigin), f32x4.mul(dy, f32x4.add(fy, f32x4.splat(y as f32))));
    for (let x = px0; x <= px1; x++) {
      const depth = f32x4.add(depthRow, f32x4.mul(dx, f32x4.add(fx, f32x4.splat(x as f32))));
      if (put(address, depth, all, id)) touched = true;
      address += PIXEL_BYTES;
    }
  }
  if (touched) store<u8>(tiles + tile, DRAWN);
}

/** Pixels of a tile that a triangle may cover. `c0` to `c2`: its edges at the corner of the first. */
function drawBlock(
  tile: i32, px0: i32, py0: i32, px1: i32, py1: i32, c0: i32, c1: i32, c2: i32, id: u32,
): void {
  let row0 = edgeAt(c0, a0, b0);
  let row1 = edgeAt(c1, a1, b1);
  let row2 = edgeAt(c2, a2, b2);
  const dx = f32x4.splat(depthX);
  const dy = f32x4.splat(depthY);
  const base = f32x4.splat(depthOrigin);
  const fx = f32x4.sub(sampleFx, f32x4.splat(originX));
  const fy = f32x4.sub(sampleFy, f32x4.splat(originY));
  if (px0 == px1 && py0 == py1) {
    const outside = i32x4.shr_s(v128.or(v128.or(row0, row1), row2), 31);
    if (i32x4.all_true(outside)) return;
    const depth = f32x4.add(
      f32x4.add(base, f32x4.mul(dy, f32x4.add(fy, f32x4.splat(py0 as f32)))),
      f32x4.mul(dx, f32x4.add(fx, f32x4.splat(px0 as f32))),
    );
    if (put(addressOf(tile, px0, py0), depth, v128.not(outside), id)) store<u8>(tiles + tile, DRAWN);
    return;
  }
  const stepX0 = i32x4.splat(a0 << 3);
  const stepX1 = i32x4.splat(a1 << 3);
  const stepX2 = i32x4.splat(a2 << 3);
  const stepY0 = i32x4.splat(b0 << 3);
  const stepY1 = i32x4.splat(b1 << 3);
  const stepY2 = i32x4.splat(b2 << 3);
  let touched = false;
  for (let y = py0; y <= py1; y++) {
    let v0 = row0;
    let v1 = row1;
    let v2 = row2;
    let address = addressOf(tile, px0, y);
    const depthRow = f32x4.add(base, f32x4.mul(dy, f32x4.add(fy, f32x4.splat(y as f32))));
    for (let x = px0; x <= px1; x++) {
      const outside = i32x4.shr_s(v128.or(v128.or(v0, v1), v2), 31);
      if (!i32x4.all_true(outside)) {
        const depth = f32x4.add(depthRow, f32x4.mul(dx, f32x4.add(fx, f32x4.splat(x as f32))));
        if (put(address, depth, v128.not(outside), id)) touched = true;
      }
      v0 = i32x4.add(v0, stepX0);
      v1 = i32x4.add(v1, stepX1);
      v2 = i32x4.add(v2, stepX2);
      address += PIXEL_BYTES;
    }
    row0 = i32x4.add(row0, stepY0);
    row1 = i32x4.add(row1, stepY1);
    row2 = i32x4.add(row2, stepY2);
  }
  if (touched) store<u8>(tiles + tile, DRAWN);
}

@inline
function addressOf(tile: i32, x: i32, y: i32): usize {
  return picture + (((tile << 6) | ((y & 7) << 3) | (x & 7)) as usize) * PIXEL_BYTES;
}

/** Tests depths and keeps those that win. @returns whether any did */
@inline
function put(address: usize, exact: v128, inside: v128, id: u32): bool {
  const depth = depthWhole ? f32x4.nearest(exact) : exact;
  const old = v128.load(address);
  if (collecting) {
    const seen = i32x4.bitmask(v128.and(inside, f32x4.ge(depth, old)));
    if (seen) addFragment(address, seen, id);
    return seen != 0;
  }
  const ids = i32x4.splat(id);
  const oldIds = v128.load(address, 16);
  const wins = v128.and(
    inside,
    v128.or(f32x4.gt(depth, old), v128.and(f32x4.eq(depth, old), i32x4.ge_u(ids, oldIds))),
  );
  if (!v128.any_true(wins)) return false;
  v128.store(address, v128.bitselect(depth, old, wins));
  v128.store(address, v128.bitselect(ids, oldIds, wins), 16);
  return true;
}

@inline
function edgeAt(c: i32, a: i32, b: i32): v128 {
  return i32x4.add(
    i32x4.splat(c),
    i32x4.add(i32x4.mul(i32x4.splat(a), sampleX), i32x4.mul(i32x4.splat(b), sampleY)),
  );
}

/** Sets every sample of so many tiles to nothing, `inverse` metres^-1 away. */
export function clearPicture(address: usize, count: i32, inverse: f32): void {
  const depth: f32 = inverse * depthScale - depthPhase;
  const depths = f32x4.splat(depthWhole ? nearest(depth) : depth);
  const none = i32x4.splat(0);
  const end = address + (count as usize) * TILE_BYTES;
  for (let at = address; at < end; at += PIXEL_BYTES) {
    v128.store(at, depths);
    v128.store(at, none, 16);
  }
}
