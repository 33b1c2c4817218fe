// The colour of a triangle in a pixel: once, at the pixel's centre, even where the triangle misses the centre.
import {
  RECORD_COLOUR, RECORD_COORDINATES, RECORD_MAPPING, RECORD_TEXTURE, RECORD_X, RECORD_Y,
} from './setup';
import { sampleCube, sampleFlat } from './texture';

/** Three bytes r, g, b from the lowest, as one sample of the frame buffer holds them. */
export function shade(record: usize, x: i32, y: i32): u32 {
  const dx = f32x4.splat((x as f32) + 0.5 - load<f32>(record, RECORD_X));
  const dy = f32x4.splat((y as f32) + 0.5 - load<f32>(record, RECORD_Y));
  const colourX = v128.load(record, RECORD_COLOUR + 16);
  const colourY = v128.load(record, RECORD_COLOUR + 32);
  const over = f32x4.add(
    v128.load(record, RECORD_COLOUR),
    f32x4.add(f32x4.mul(colourX, dx), f32x4.mul(colourY, dy)),
  );
  const inverse = f32x4.extract_lane(over, 3);
  const w = f32x4.splat(1 / (inverse > 1e-9 ? inverse : 1e-9));
  let colour = f32x4.min(f32x4.max(f32x4.mul(over, w), f32x4.splat(0)), f32x4.splat(1));
  const texture = load<u32>(record, RECORD_TEXTURE) as usize;
  if (texture) {
    const coordinatesX = v128.load(record, RECORD_COORDINATES + 16);
    const coordinatesY = v128.load(record, RECORD_COORDINATES + 32);
    const at = f32x4.mul(
      f32x4.add(
        v128.load(record, RECORD_COORDINATES),
        f32x4.add(f32x4.mul(coordinatesX, dx), f32x4.mul(coordinatesY, dy)),
      ),
      w,
    );
    const slopeX = f32x4.splat(f32x4.extract_lane(colourX, 3));
    const slopeY = f32x4.splat(f32x4.extract_lane(colourY, 3));
    const changeX = f32x4.mul(f32x4.sub(coordinatesX, f32x4.mul(at, slopeX)), w);
    const changeY = f32x4.mul(f32x4.sub(coordinatesY, f32x4.mul(at, slopeY)), w);
    const texel = load<u32>(record, RECORD_MAPPING)
      ? sampleCube(texture, at, changeX, changeY)
      : sampleFlat(texture, at, changeX, changeY);
    colour = f32x4.mul(colour, texel);
  } else {
    colour = f32x4.mul(colour, f32x4.splat(255));
  }
  const whole = i32x4.trunc_sat_f32x4_s(f32x4.nearest(colour));
  const words = i16x8.narrow_i32x4_s(whole, whole);
  return i32x4.extract_lane(i8x16.narrow_i16x8_u(words, words), 0) & 0xffffff;
}
