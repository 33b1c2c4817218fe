// What leaves the kernel: row 0 at the top from here on.
import { GEOM_ID, PIXEL_BYTES } from './layout';
import { depthPhase, depthScale, height, picture, width } from './state';
import { owners } from './visible';

/** Three bytes a pixel. One more byte behind them is written over. */
export function writeRgb(colours: usize, out: usize): void {
  for (let y = height - 1; y >= 0; y--) {
    let from = colours + (((y * width) as usize) << 2);
    for (let x = 0; x < width; x++) {
      store<u32>(out, load<u32>(from));
      from += 4;
      out += 3;
    }
  }
}

/** Metres: of sample 0, an f32 a pixel; `far` where nothing is. */
export function writeDepth(out: usize, far: f32): void {
  for (let y = height - 1; y >= 0; y--) {
    let from = picture + ((y * width) as usize) * PIXEL_BYTES;
    for (let x = 0; x < width; x++) {
      store<f32>(out, load<u32>(from, 16) ? depthScale / (load<f32>(from) + depthPhase) : far);
      from += PIXEL_BYTES;
      out += 4;
    }
  }
}

/** Ids of geoms, an i16 a pixel, -1 for nothing and for sites. */
export function writeSegmentation(out: usize): void {
  for (let y = height - 1; y >= 0; y--) {
    let from = picture + ((y * width) as usize) * PIXEL_BYTES;
    for (let x = 0; x < width; x++) {
      const id = load<u32>(from, 16);
      store<i16>(out, id ? (load<i32>(load<u32>(owners + ((id as usize) << 2)) as usize, GEOM_ID) as i16) : -1);
      from += PIXEL_BYTES;
      out += 2;
    }
  }
}

/** Copies the marked tiles' samples and colours from one picture to another. */
export function copyTiles(from: usize, to: usize, marks: usize): void {
  const columns = (width + 7) >> 3;
  const rows = (height + 7) >> 3;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      if (!load<u8>(marks + row * columns + column)) continue;
      const endY = min(row * 8 + 8, height);
      const bytes = ((min(column * 8 + 8, width) - column * 8) as usize) * PIXEL_BYTES;
      for (let y = row * 8; y < endY; y++) {
        const offset = ((y * width + column * 8) as usize) * PIXEL_BYTES;
        memory.copy(to + offset, from + offset, bytes);
      }
    }
  }
}

export function copyColours(from: usize, to: usize, marks: usize): void {
  const columns = (width + 7) >> 3;
  const rows = (height + 7) >> 3;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      if (!load<u8>(marks + row * columns + column)) continue;
      const endY = min(row * 8 + 8, height);
      const bytes = ((min(column * 8 + 8, width) - column * 8) as usize) << 2;
      for (let y = row * 8; y < endY; y++) {
        const offset = ((y * width + column * 8) as usize) << 2;
        memory.copy(to + offset, from + offset, bytes);
      }
    }
  }
}
