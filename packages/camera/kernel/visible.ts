// Which triangles are seen anywhere: only those are lit and set up. A record for each, found through its id.
import { PIXEL_BYTES } from './layout';
import { flags, mirrorPicture, isMirror, under } from './resolve';
import { frame, height, picture, tileColumns, tiles, width } from './state';

/** Of a triangle id: u32 draw that listed it, u32 address of its record. */
let seen: usize = 0;
/** Of a triangle id: u32 address of its geom. */
export let owners: usize = 0;
/** Of the k-th listed triangle: u32 id, u32 next of the same geom (index + 1). */
export let list: usize = 0;
export let listed: u32 = 0;
/** Geoms with listed triangles: u32 address, u32 first of its list (index + 1). */
export let geomList: usize = 0;
export let geomsListed: u32 = 0;
/** Of a geom: its place in geomList, valid where the draw is right. In the geom, behind its fields. */
const GEOM_DRAW: usize = 224;
const GEOM_PLACE: usize = 228;

export function setTables(seenAt: usize, ownersAt: usize, listAt: usize, geomListAt: usize): void {
  seen = seenAt;
  owners = ownersAt;
  list = listAt;
  geomList = geomListAt;
}

export function setRecord(id: u32, record: usize): void {
  store<u32>(seen + ((id as usize) << 3), record as u32, 4);
}

@inline
export function recordOf(id: u32): usize {
  return load<u32>(seen + ((id as usize) << 3), 4) as usize;
}

@inline
function note(id: u32): void {
  const place = seen + ((id as usize) << 3);
  if (load<u32>(place) != frame) add(place, id);
}

function add(place: usize, id: u32): void {
  store<u32>(place, frame);
  const geom = load<u32>(owners + ((id as usize) << 2)) as usize;
  const entry = list + ((listed as usize) << 3);
  listed++;
  store<u32>(entry, id);
  if (load<u32>(geom, GEOM_DRAW) != frame) {
    store<u32>(geom, frame, GEOM_DRAW);
    store<u32>(geom, geomsListed, GEOM_PLACE);
    const head = geomList + ((geomsListed as usize) << 3);
    geomsListed++;
    store<u32>(head, geom as u32);
    store<u32>(head, 0, 4);
  }
  const head = geomList + ((load<u32>(geom, GEOM_PLACE) as usize) << 3);
  store<u32>(entry, load<u32>(head, 4), 4);
  store<u32>(head, listed, 4);
}

export function noteTriangle(id: u32): void {
  note(id);
}

/** Starts the list: id 0, nothing, has a record of its own (the sky). */
export function startVisible(nothing: usize): void {
  listed = 0;
  geomsListed = 0;
  store<u32>(seen, frame);
  store<u32>(seen, nothing as u32, 4);
}

/** Lists what is seen in the marked tiles, but where the picture is the layer's. */
export function listVisible(): void {
  let last = i32x4.splat(0);
  const rows = (height + 7) >> 3;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < tileColumns; column++) {
      if (!load<u8>(tiles + row * tileColumns + column)) continue;
      const endY = min(row * 8 + 8, height);
      const endX = min(column * 8 + 8, width);
      for (let y = row * 8; y < endY; y++) {
        for (let x = column * 8; x < endX; x++) {
          const pixel = (y * width + x) as usize;
          const ids = v128.load(picture + pixel * PIXEL_BYTES, 16);
          if (!v128.any_true(v128.xor(ids, last))) {
            if (!mirrorPicture) continue;
          } else {
            if (under && !load<u8>(flags + pixel)) {
              if (
                !v128.any_true(v128.xor(ids, v128.load(under + pixel * PIXEL_BYTES, 16))) &&
                !(mirrorPicture && isMirror(ids))
              ) continue;
            }
            last = ids;
            noteAll(ids);
          }
          if (mirrorPicture && isMirror(ids)) noteAll(v128.load(mirrorPicture + pixel * PIXEL_BYTES, 16));
        }
      }
    }
  }
}

function noteAll(ids: v128): void {
  const first = i32x4.extract_lane(ids, 0);
  note(first);
  if (!v128.any_true(v128.xor(ids, i32x4.splat(first)))) return;
  note(i32x4.extract_lane(ids, 1));
  note(i32x4.extract_lane(ids, 2));
  note(i32x4.extract_lane(ids, 3));
}
