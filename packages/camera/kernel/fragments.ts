// What transparent triangles cover: they test depth and write none, so their fragments can be listed once and blended
// in any order of geoms afterwards.
import { PIXEL_BYTES } from './layout';
import { picture } from './state';

export const FRAGMENT_BYTES: usize = 16; // u32 pixel, u32 mask of samples, u32 triangle, u32 colour

export let collecting: bool = false;
export let fragments: usize = 0;
export let fragmentCount: u32 = 0;
let capacity: u32 = 0;
let flags: usize = 0;

/** From here on triangles become fragments. @param marks a byte a pixel, set to 1 where there are any */
export function startFragments(address: usize, most: u32, marks: usize): void {
  collecting = true;
  fragments = address;
  capacity = most;
  fragmentCount = 0;
  flags = marks;
}

/** @returns how many; more than fit says how much room to make before trying again */
export function endFragments(): u32 {
  collecting = false;
  return fragmentCount;
}

export function countFragments(): u32 {
  return fragmentCount;
}

export function addFragment(address: usize, mask: i32, id: u32): void {
  const index = fragmentCount++;
  if (index >= capacity) return;
  const pixel = ((address - picture) / PIXEL_BYTES) as u32;
  const place = fragments + (index as usize) * FRAGMENT_BYTES;
  store<u32>(place, pixel);
  store<u32>(place, mask, 4);
  store<u32>(place, id, 8);
  store<u8>(flags + pixel, 1);
}
