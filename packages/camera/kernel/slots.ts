// Pixels whose samples need colours of their own: where triangles meet, mirrors and what is transparent. Their colours
// are shaded with others' in fours, then put together.
import { FRAGMENT_BYTES } from './fragments';
import { GEOM_RGBA } from './layout';
import { shadeLater, shadeWaiting } from './shade';
import { tileColumns } from './state';
import { noteTriangle, owners, recordOf } from './visible';

/** 4 u32 colours, 4 u32 of what the mirror adds, and these. */
export const SLOT_BYTES: usize = 48;
const SLOT_ADDED: usize = 16;
const SLOT_PIXEL: usize = 32;
/** u32, two bits a sample: whose colour it has, of those before it. */
const SLOT_WHOSE: usize = 36;
/** u32, a bit a sample: the mirror adds to it. */
const SLOT_MIRRORED: usize = 40;
/** u32: 1 where fragments are to be blended over it. */
const SLOT_BLENDED: usize = 44;

let slots: usize = 0;
let slotCount: u32 = 0;
/** Of a pixel with fragments: its place among the slots. */
let slotOf: usize = 0;

export function setSlots(address: usize, table: usize): void {
  slots = address;
  slotOf = table;
}

export function startSlots(): void {
  slotCount = 0;
}

/** A slot for a pixel with these triangles, which are shaded. @returns its address */
export function addSlot(ids: v128, x: i32, y: i32, pixel: usize, blended: bool): usize {
  const id0 = i32x4.extract_lane(ids, 0);
  const id1 = i32x4.extract_lane(ids, 1);
  const id2 = i32x4.extract_lane(ids, 2);
  const id3 = i32x4.extract_lane(ids, 3);
  const slot = slots + (slotCount as usize) * SLOT_BYTES;
  if (blended) store<u32>(slotOf + (pixel << 2), slotCount);
  slotCount++;
  const of1: u32 = id1 == id0 ? 0 : 1;
  const of2: u32 = id2 == id0 ? 0 : id2 == id1 ? 1 : 2;
  const of3: u32 = id3 == id0 ? 0 : id3 == id1 ? 1 : id3 == id2 ? 2 : 3;
  shadeLater(recordOf(id0), x, y, slot);
  if (of1 == 1) shadeLater(recordOf(id1), x, y, slot + 4);
  if (of2 == 2) shadeLater(recordOf(id2), x, y, slot + 8);
  if (of3 == 3) shadeLater(recordOf(id3), x, y, slot + 12);
  store<u32>(slot, pixel as u32, SLOT_PIXEL);
  store<u32>(slot, (of1 << 2) | (of2 << 4) | (of3 << 6), SLOT_WHOSE);
  store<u32>(slot, 0, SLOT_MIRRORED);
  store<u32>(slot, blended ? 1 : 0, SLOT_BLENDED);
  return slot;
}

/** The mirror shows triangle `id` in sample `k`. */
export function addMirrored(slot: usize, k: u32, id: u32, x: i32, y: i32): void {
  shadeLater(recordOf(id), x, y, slot + SLOT_ADDED + ((k as usize) << 2));
  store<u32>(slot, load<u32>(slot, SLOT_MIRRORED) | (1 << k), SLOT_MIRRORED);
}

/** Gives all samples their colours, and averages those of pixels where nothing is blended. */
export function fillSlots(colours: usize): void {
  const end = slots + (slotCount as usize) * SLOT_BYTES;
  for (let slot = slots; slot < end; slot += SLOT_BYTES) {
    const whose = load<u32>(slot, SLOT_WHOSE);
    const mirrored = load<u32>(slot, SLOT_MIRRORED);
    let a = load<u32>(slot);
    let b = load<u32>(slot + (whose & 12));
    let c = load<u32>(slot + ((whose >> 2) & 12));
    let d = load<u32>(slot + ((whose >> 4) & 12));
    if (mirrored) {
      if (mirrored & 1) a = addClamped(a, load<u32>(slot, SLOT_ADDED));
      if (mirrored & 2) b = addClamped(b, load<u32>(slot, SLOT_ADDED + 4));
      if (mirrored & 4) c = addClamped(c, load<u32>(slot, SLOT_ADDED + 8));
      if (mirrored & 8) d = addClamped(d, load<u32>(slot, SLOT_ADDED + 12));
    }
    if (load<u32>(slot, SLOT_BLENDED)) {
      store<u32>(slot, a);
      store<u32>(slot, b, 4);
      store<u32>(slot, c, 8);
      store<u32>(slot, d, 12);
    } else store<u32>(colours + ((load<u32>(slot, SLOT_PIXEL) as usize) << 2), average(a, b, c, d));
  }
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
    const tile = pixel >> 6;
    const row = tile / tileColumns;
    const x = ((tile - row * tileColumns) << 3) + (pixel & 7);
    const y = (row << 3) + ((pixel >> 3) & 7);
    shadeLater(recordOf(load<u32>(fragment, 8)), x, y, fragment + 12);
  }
  shadeWaiting();
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
export function finishFragments(colours: usize): void {
  const end = slots + (slotCount as usize) * SLOT_BYTES;
  for (let slot = slots; slot < end; slot += SLOT_BYTES) {
    if (!load<u32>(slot, SLOT_BLENDED)) continue;
    const out = colours + ((load<u32>(slot, SLOT_PIXEL) as usize) << 2);
    store<u32>(out, average(load<u32>(slot), load<u32>(slot, 4), load<u32>(slot, 8), load<u32>(slot, 12)));
  }
}
