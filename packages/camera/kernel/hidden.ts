// What is known to be hidden: for each tile of 8 x 8 pixels the farthest depth in it, looked up anew after each geom where
// something was drawn. Depths only come nearer, so an old value errs on the safe side.
import { PIXEL_BYTES, TILE_BYTES } from './layout';
import { depthPhase, depthScale, farthest, height, picture, tileColumns, tileCount, tiles, width } from './state';

/** Mark of a tile that was drawn on. */
export const DRAWN: u8 = 3;

/** Whether depth `nearest` is behind all of a tile, with room for the rounding of what would be drawn. */
@inline
export function isHidden(tile: i32, nearest: f32): bool {
  return nearest + abs(nearest) * 1e-5 + 1.5 * depthStep() < load<f32>(farthest + ((tile as usize) << 2));
}

/** One step of a depth buffer with steps. */
@inline
function depthStep(): f32 {
  return depthScale == 1 ? 0 : 1;
}

/** Whether a sphere, `px`, `py` pixels from the corner, `w` metres away, is hidden in all tiles that it may touch. */
export function isSphereHidden(px: f32, py: f32, w: f32, radius: f32, lengthX: f32, lengthY: f32): bool {
  const front = w - radius;
  if (front <= 0.01 * w) return false;
  const reachX = (radius * lengthX) / front;
  const reachY = (radius * lengthY) / front;
  const x = px / w;
  const y = py / w;
  // the lengths hold for what stands within the picture
  if (x < 0 || y < 0 || x > (width as f32) || y > (height as f32)) return false;
  const left = max<i32>(0, floor(max<f32>(x - reachX, 0)) as i32 >> 3);
  const right = min<i32>(tileColumns - 1, floor(min<f32>(x + reachX, 1e6)) as i32 >> 3);
  const bottom = max<i32>(0, floor(max<f32>(y - reachY, 0)) as i32 >> 3);
  const top = min<i32>(((height + 7) >> 3) - 1, floor(min<f32>(y + reachY, 1e6)) as i32 >> 3);
  const nearest: f32 = depthScale / front - depthPhase;
  for (let row = bottom; row <= top; row++) {
    for (let column = left; column <= right; column++) {
      if (!isHidden(row * tileColumns + column, nearest)) return false;
    }
  }
  return true;
}

/** Looks up tiles that were drawn on. */
export function refreshHidden(): void {
  for (let tile = 0; tile < tileCount; tile += 8) {
    if (!(load<u64>(tiles + tile) & 0x0202020202020202)) continue;
    const end = min(tile + 8, tileCount);
    for (let i = tile; i < end; i++) {
      const mark = load<u8>(tiles + i);
      if (!(mark & 2)) continue;
      store<u8>(tiles + i, mark & 1);
      store<f32>(farthest + ((i as usize) << 2), lookUp(i));
    }
  }
}

/** As `refreshHidden`, for every tile: of a picture that was drawn at another time. */
export function lookUpHidden(): void {
  for (let i = 0; i < tileCount; i++) store<f32>(farthest + ((i as usize) << 2), lookUp(i));
}

function lookUp(tile: i32): f32 {
  const row = tile / tileColumns;
  const columns = min(8, width - (tile - row * tileColumns) * 8);
  const rows = min(8, height - row * 8);
  const first = picture + (tile as usize) * TILE_BYTES;
  let least = f32x4.splat(Infinity);
  for (let y = 0; y < rows; y++) {
    let at = first + ((y as usize) << 3) * PIXEL_BYTES;
    for (let i = 0; i < columns; i++) {
      least = f32x4.pmin(least, v128.load(at));
      at += PIXEL_BYTES;
    }
  }
  return min(
    min(f32x4.extract_lane(least, 0), f32x4.extract_lane(least, 1)),
    min(f32x4.extract_lane(least, 2), f32x4.extract_lane(least, 3)),
  );
}
