// Samples to pixels: every triangle that is seen in a pixel is shaded once there, rounded to eight bits, then the four
// samples are averaged.
import { PIXEL_BYTES } from './layout';
import { shadeLater, shadeRun, shadeWaiting } from './shade';
import { addMirrored, addSlot, fillSlots, startSlots } from './slots';
import { height, indexOf, picture, tileColumns, tileCount, tiles, width } from './state';
import { recordOf } from './visible';

/** The layer of what rests, and its colours: taken where nothing was drawn over it. 0 where there is none. */
export let under: usize = 0;
let underColours: usize = 0;
/** Colours, a u32 a pixel. */
let colours: usize = 0;
/** A byte a pixel: 1 where there are fragments. */
export let flags: usize = 0;
/** What the mirror shows, 0 where there is none, and the ids that are its surface. */
export let mirrorPicture: usize = 0;
let mirrorFirst: u32 = 0;
let mirrorCount: u32 = 0;
let mirrorIsBox: bool = false;

export function setResolve(out: usize, layer: usize, layerColours: usize, marks: usize): void {
  colours = out;
  under = layer;
  underColours = layerColours;
  flags = marks;
}

export function setMirror(pixels: usize, first: u32, count: u32, box: bool): void {
  mirrorPicture = pixels;
  mirrorFirst = first;
  mirrorCount = count;
  mirrorIsBox = box;
}

/** Whether any of four triangles is the mirror's surface; of a box that is its upper side. */
@inline
export function isMirror(ids: v128): bool {
  const index = i32x4.sub(ids, i32x4.splat(mirrorFirst));
  return v128.any_true(i32x4.lt_u(index, i32x4.splat(mirrorCount))) && anyReflects(ids);
}

function anyReflects(ids: v128): bool {
  return (
    reflects(i32x4.extract_lane(ids, 0)) || reflects(i32x4.extract_lane(ids, 1)) ||
    reflects(i32x4.extract_lane(ids, 2)) || reflects(i32x4.extract_lane(ids, 3))
  );
}

@inline
function reflects(id: u32): bool {
  const index = id - mirrorFirst;
  if (index >= mirrorCount) return false;
  // a box is cut into rounds of six sides of two triangles, the upper first
  return !mirrorIsBox || index % 12 < 2;
}

/** Colours the marked tiles. */
export function resolve(): void {
  startSlots();
  for (let tile = 0; tile < tileCount; tile++) {
    if (!load<u8>(tiles + tile)) continue;
    const row = tile / tileColumns;
    const left = (tile - row * tileColumns) * 8;
    const endX = min(left + 8, width);
    const endY = min(row * 8 + 8, height);
    for (let y = row * 8; y < endY; y++) {
      let x = left;
      for (; x + 4 <= endX; x += 4) {
        if (resolveRun(x, y)) continue;
        for (let i = 0; i < 4; i++) resolvePixel(x + i, y);
      }
      for (; x < endX; x++) resolvePixel(x, y);
    }
  }
  shadeWaiting();
  fillSlots(colours);
}

/** Pixels x to x + 3, where one triangle fills them. @returns whether it does */
@inline
function resolveRun(x: i32, y: i32): bool {
  const pixel = indexOf(x, y) as usize;
  const at = picture + pixel * PIXEL_BYTES;
  const ids = v128.load(at, 16);
  const id = i32x4.extract_lane(ids, 0);
  const all = i32x4.splat(id);
  const others = v128.or(
    v128.or(v128.xor(ids, all), v128.xor(v128.load(at, 16 + PIXEL_BYTES), all)),
    v128.or(v128.xor(v128.load(at, 16 + 2 * PIXEL_BYTES), all), v128.xor(v128.load(at, 16 + 3 * PIXEL_BYTES), all)),
  );
  if (v128.any_true(others)) return false;
  if (mirrorPicture != 0 && isMirror(ids)) return false;
  if (flags && load<u32>(flags + pixel)) return false;
  if (under) {
    // where the layer shows the same, its triangle may not be listed
    const below = under + pixel * PIXEL_BYTES;
    for (let i: usize = 0; i < 4 * PIXEL_BYTES; i += PIXEL_BYTES) {
      if (!v128.any_true(v128.xor(v128.load(below + i, 16), all))) return false;
    }
  }
  v128.store(colours + (pixel << 2), shadeRun(recordOf(id), x, y));
  return true;
}

function resolvePixel(x: i32, y: i32): void {
  const pixel = indexOf(x, y) as usize;
  const out = colours + (pixel << 2);
  const ids = v128.load(picture + pixel * PIXEL_BYTES, 16);
  const mirrored = mirrorPicture != 0 && isMirror(ids);
  const blended: bool = flags != 0 && load<u8>(flags + pixel) != 0;
  if (under && !mirrored && !blended) {
    if (!v128.any_true(v128.xor(ids, v128.load(under + pixel * PIXEL_BYTES, 16)))) {
      store<u32>(out, load<u32>(underColours + (pixel << 2)));
      return;
    }
  }
  const id = i32x4.extract_lane(ids, 0);
  if (!mirrored && !blended && !v128.any_true(v128.xor(ids, i32x4.splat(id)))) {
    shadeLater(recordOf(id), x, y, out);
    return;
  }
  const slot = addSlot(ids, x, y, pixel, blended);
  if (mirrored) {
    const shown = v128.load(mirrorPicture + pixel * PIXEL_BYTES, 16);
    addReflection(slot, 0, id, i32x4.extract_lane(shown, 0), x, y);
    addReflection(slot, 1, i32x4.extract_lane(ids, 1), i32x4.extract_lane(shown, 1), x, y);
    addReflection(slot, 2, i32x4.extract_lane(ids, 2), i32x4.extract_lane(shown, 2), x, y);
    addReflection(slot, 3, i32x4.extract_lane(ids, 3), i32x4.extract_lane(shown, 3), x, y);
  }
}

@inline
function addReflection(slot: usize, k: u32, id: u32, shown: u32, x: i32, y: i32): void {
  if (shown && reflects(id)) addMirrored(slot, k, shown, x, y);
}
