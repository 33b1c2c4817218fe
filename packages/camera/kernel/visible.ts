// Which triangles are seen anywhere: only those are lit and set up. A bit for each id, so that the list stays in cache
// and is worked through in the order in which meshes lie in memory.
import { PIXEL_BYTES } from './layout';
import { flags, isMirror, mirrorPicture, under } from './resolve';
import { height, picture, tileColumns, tileCount, tiles, width } from './state';

export const RECORD_BYTES: usize = 112;

/** A bit an id; and how many bits are set before each word of them. */
export let bits: usize = 0;
let ranks: usize = 0;
export let wordCount: u32 = 0;
/** Of a triangle id: u32 address of its geom. */
export let owners: usize = 0;
/** Geoms in the order of their ids: u32 first id, u32 address; one row more with the end of all ids. */
export let geomRows: usize = 0;
export let geomCount: u32 = 0;
/** Records of seen triangles, in the order of their ids. That of id 0 is what is seen where nothing is. */
export let records: usize = 0;

/** @param ids how many there are, 0 included */
export function setTables(seen: usize, seenBefore: usize, ids: u32, ownersAt: usize, rows: usize, geoms: u32): void {
  bits = seen;
  ranks = seenBefore;
  wordCount = (ids + 31) >> 5;
  owners = ownersAt;
  geomRows = rows;
  geomCount = geoms;
}

export function setRecords(address: usize): void {
  records = address;
}

@inline
export function recordOf(id: u32): usize {
  const word = ((id >> 5) as usize) << 2;
  const before = load<u32>(bits + word) & ((1 << (id & 31)) - 1);
  return records + ((load<u32>(ranks + word) + popcnt(before)) as usize) * RECORD_BYTES;
}

@inline
function note(id: u32): void {
  const word = bits + (((id >> 5) as usize) << 2);
  store<u32>(word, load<u32>(word) | (1 << (id & 31)));
}

export function noteTriangle(id: u32): void {
  note(id);
}

export function startVisible(): void {
  memory.fill(bits, 0, (wordCount as usize) << 2);
  store<u32>(bits, 1);
}

/** @returns how many triangles are listed, "nothing" included */
export function countVisible(): u32 {
  let count: u32 = 0;
  for (let word: u32 = 0; word < wordCount; word++) {
    const at = (word as usize) << 2;
    store<u32>(ranks + at, count);
    count += popcnt(load<u32>(bits + at));
  }
  return count;
}

/** Lists what is seen in the marked tiles, but where the picture is the layer's. */
export function listVisible(): void {
  let last = i32x4.splat(0);
  for (let tile = 0; tile < tileCount; tile++) {
    if (!load<u8>(tiles + tile)) continue;
    const row = tile / tileColumns;
    const columns = min(8, width - (tile - row * tileColumns) * 8);
    const rows = min(8, height - row * 8);
    for (let y = 0; y < rows; y++) {
      const first = (tile << 6) + (y << 3);
      for (let pixel = first as usize; pixel < ((first + columns) as usize); pixel++) {
        const ids = v128.load(picture + pixel * PIXEL_BYTES, 16);
        const mirrored = mirrorPicture != 0 && isMirror(ids);
        if (v128.any_true(v128.xor(ids, last))) {
          if (
            under && !mirrored && !load<u8>(flags + pixel) &&
            !v128.any_true(v128.xor(ids, v128.load(under + pixel * PIXEL_BYTES, 16)))
          ) continue;
          last = ids;
          noteAll(ids);
        }
        if (mirrored) noteAll(v128.load(mirrorPicture + pixel * PIXEL_BYTES, 16));
      }
    }
  }
}

@inline
function noteAll(ids: v128): void {
  note(i32x4.extract_lane(ids, 0));
  note(i32x4.extract_lane(ids, 1));
  note(i32x4.extract_lane(ids, 2));
  note(i32x4.extract_lane(ids, 3));
}
