// Samples to pixels: every triangle that is seen in a pixel is shaded once there, rounded to eight bits, then the four
// samples are averaged.
import { FRAGMENT_BYTES } from './fragments';
import { GEOM_RGBA, PIXEL_BYTES } from './layout';
import { shade } from './shade';
import { height, picture, tileColumns, tiles, width } from './state';
import { noteTriangle, owners, recordOf } from './visible';

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
/** Pixels with fragments: 4 u32 colours, u32 pixel, padding; and a pixel's place among them. */
const SLOT_BYTES: usize = 32;
let slots: usize = 0;
let slotCount: u32 = 0;
let slotOf: usize = 0;

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

export function setSlots(address: usize, table: usize): void {
  slots = address;
  slotOf = table;
  slotCount = 0;
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
  const rows = (height + 7) >> 3;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < tileColumns; column++) {
      if (!load<u8>(tiles + row * tileColumns + column)) continue;
      const endY = min(row * 8 + 8, height);
      const endX = min(column * 8 + 8, width);
      for (let y = row * 8; y < endY; y++) {
        for (let x = column * 8; x < endX; x++) resolvePixel(x, y);
      }
    }
  }
}

function resolvePixel(x: i32, y: i32): void {
  const pixel = (y * width + x) as usize;
  const out = colours + (pixel << 2);
  const ids = v128.load(picture + pixel * PIXEL_BYTES, 16);
  const mirrored = mirrorPicture != 0 && isMirror(ids);
  const blended = flags && load<u8>(flags + pixel);
  if (under && !mirrored && !blended) {
    if (!v128.any_true(v128.xor(ids, v128.load(under + pixel * PIXEL_BYTES, 16)))) {
      store<u32>(out, load<u32>(underColours + (pixel << 2)));
      return;
    }
  }
  const id0 = i32x4.extract_lane(ids, 0);
  const c0 = shade(recordOf(id0), x, y);
  if (!mirrored && !blended && !v128.any_true(v128.xor(ids, i32x4.splat(id0)))) {
    store<u32>(out, c0);
    return;
  }
  const id1 = i32x4.extract_lane(ids, 1);
  const id2 = i32x4.extract_lane(ids, 2);
  const id3 = i32x4.extract_lane(ids, 3);
  let c1 = id1 == id0 ? c0 : shade(recordOf(id1), x, y);
  let c2 = id2 == id0 ? c0 : id2 == id1 ? c1 : shade(recordOf(id2), x, y);
  let c3 = id3 == id0 ? c0 : id3 == id1 ? c1 : id3 == id2 ? c2 : shade(recordOf(id3), x, y);
  let first = c0;
  if (mirrored) {
    const shown = v128.load(mirrorPicture + pixel * PIXEL_BYTES, 16);
    first = reflects(id0) ? reflected(first, i32x4.extract_lane(shown, 0), x, y) : first;
    c1 = reflects(id1) ? reflected(c1, i32x4.extract_lane(shown, 1), x, y) : c1;
    c2 = reflects(id2) ? reflected(c2, i32x4.extract_lane(shown, 2), x, y) : c2;
    c3 = reflects(id3) ? reflected(c3, i32x4.extract_lane(shown, 3), x, y) : c3;
  }
  if (blended) {
    const slot = slots + (slotCount as usize) * SLOT_BYTES;
    store<u32>(slotOf + (pixel << 2), slotCount);
    slotCount++;
    store<u32>(slot, first);
    store<u32>(slot, c1, 4);
    store<u32>(slot, c2, 8);
    store<u32>(slot, c3, 12);
    store<u32>(slot, pixel as u32, 16);
    return;
  }
  store<u32>(out, average(first, c1, c2, c3));
}

@inline
function reflected(colour: u32, id: u32, x: i32, y: i32): u32 {
  return id ? addClamped(colour, shade(recordOf(id), x, y)) : colour;
}

function addClamped(a: u32, b: u32): u32 {
  const r = min((a & 255) + (b & 255), 255);
  const g = min(((a >> 8) & 255) + ((b >> 8) & 255), 255);
  const bl = min(((a >> 16) & 255) + ((b >> 16) & 255), 255);
  return r | (g << 8) | (bl << 16);
}

function average(a: u32, b: u32, c: u32, d: u32): u32 {
  const mask: u32 = 0xff00ff;
  const redBlue = (a & mask) + (b & mask) + (c & mask) + (d & mask) + 0x20002;
  const green = ((a >> 8) & 255) + ((b >> 8) & 255) + ((c >> 8) & 255) + ((d >> 8) & 255) + 2;
  return ((redBlue >> 2) & mask) | ((green >> 2) << 8);
}

/** Lists the triangles of fragments `from` to `to`. */
export function listFragments(fragments: usize, count: u32): void {
  for (let i: u32 = 0; i < count; i++) noteTriangle(load<u32>(fragments + (i as usize) * FRAGMENT_BYTES, 8));
}

/** Colours of all fragments, once. */
export function shadeFragments(fragments: usize, count: u32): void {
  for (let i: u32 = 0; i < count; i++) {
    const fragment = fragments + (i as usize) * FRAGMENT_BYTES;
    const pixel = load<u32>(fragment) as i32;
    const id = load<u32>(fragment, 8);
    const y = pixel / width;
    store<u32>(fragment, shade(recordOf(id), pixel - y * width, y), 12);
  }
}

/** Blends the fragments of one geom over what is there. */
export function blendFragments(fragments: usize, from: u32, to: u32): void {
  for (let i = from; i < to; i++) {
    const fragment = fragments + (i as usize) * FRAGMENT_BYTES;
    const geom = load<u32>(owners + ((load<u32>(fragment, 8) as usize) << 2)) as usize;
    const alpha = min(max(load<f32>(geom, GEOM_RGBA + 12), 0), 1);
    const share = nearest(alpha * 255) as u32;
    const colour = load<u32>(fragment, 12);
    const mask = load<u32>(fragment, 4);
    const slot =
      slots + (load<u32>(slotOf + ((load<u32>(fragment) as usize) << 2)) as usize) * SLOT_BYTES;
    for (let k: u32 = 0; k < 4; k++) {
      if (!((mask >> k) & 1)) continue;
      const at = slot + ((k as usize) << 2);
      store<u32>(at, mix(load<u32>(at), colour, share));
    }
  }
}

function mix(old: u32, colour: u32, share: u32): u32 {
  return (
    mixChannel(old & 255, colour & 255, share) | (mixChannel((old >> 8) & 255, (colour >> 8) & 255, share) << 8) |
    (mixChannel((old >> 16) & 255, (colour >> 16) & 255, share) << 16)
  );
}

function mixChannel(old: u32, colour: u32, share: u32): u32 {
  return (colour * share + old * (255 - share) + 127) / 255;
}

/** Averages what was blended into its pixels. */
export function finishFragments(): void {
  for (let i: u32 = 0; i < slotCount; i++) {
    const slot = slots + (i as usize) * SLOT_BYTES;
    const out = colours + ((load<u32>(slot, 16) as usize) << 2);
    store<u32>(out, average(load<u32>(slot), load<u32>(slot, 4), load<u32>(slot, 8), load<u32>(slot, 12)));
  }
}
