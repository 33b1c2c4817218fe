// What leaves the kernel: row 0 at the top from here on.
import { GEOM_ID, PIXEL_BYTES } from './layout';
import { depthPhase, depthScale, height, indexOf, picture, tileCount, width } from './state';
import { owners } from './visible';

/** Three bytes a pixel. Four more behind them are written over. */
export function writeRgb(colours: usize, out: usize): void {
  for (let y = height - 1; y >= 0; y--) {
    let x = 0;
    for (; x + 4 <= width; x += 4) {
      const four = v128.load(colours + ((indexOf(x, y) as usize) << 2));
      v128.store(out, i8x16.shuffle(four, four, 0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 3, 7, 11, 15));
      out += 12;
    }
    for (; x < width; x++) {
      store<u32>(out, load<u32>(colours + ((indexOf(x, y) as usize) << 2)));
      out += 3;
    }
  }
}

/** Metres: of sample 0, an f32 a pixel; `far` where nothing is. */
export function writeDepth(out: usize, far: f32): void {
  for (let y = height - 1; y >= 0; y--) {
    for (let x = 0; x < width; x++) {
      const from = picture + (indexOf(x, y) as usize) * PIXEL_BYTES;
      store<f32>(out, load<u32>(from, 16) ? depthScale / (load<f32>(from) + depthPhase) : far);
      out += 4;
    }
  }
}

/** Ids of geoms, an i16 a pixel, -1 for nothing and for sites. */
export function writeSegmentation(out: usize): void {
  for (let y = height - 1; y >= 0; y--) {
    for (let x = 0; x < width; x++) {
      const from = picture + (indexOf(x, y) as usize) * PIXEL_BYTES;
      const id = load<u32>(from, 16);
      store<i16>(out, id ? (load<i32>(load<u32>(owners + ((id as usize) << 2)) as usize, GEOM_ID) as i16) : -1);
      out += 2;
    }
  }
}

/** Copies the marked tiles of one array of pixels to another. @param bytes a tile */
export function copyTiles(from: usize, to: usize, marks: usize, bytes: usize): void {
  for (let tile = 0; tile < tileCount; tile++) {
    if (!load<u8>(marks + tile)) continue;
    const offset = (tile as usize) * bytes;
    memory.copy(to + offset, from + offset, bytes);
  }
}
