// Textures: trilinear, coordinates in [0, 1) over a level that has a frame of one texel around it (wrapped, or the edge
// again), so that four neighbours are always two loads.
import {
  LEVEL_BYTES, LEVEL_DATA, LEVEL_FACE, LEVEL_SIZES, LEVEL_STRIDE, TEXTURE_FIRST_LEVEL, TEXTURE_HEIGHT,
  TEXTURE_LEVELS, TEXTURE_WIDTH,
} from './layout';

/** Weights within a row have 14 bits: products of two bytes still fit 32. */
const ONE: f32 = 16384;

@inline
function rowOf(at: usize, weights: v128): v128 {
  const texels = v128.load_ext<u8>(at);
  const pairs = i8x16.shuffle(texels, texels, 0, 1, 6, 7, 2, 3, 8, 9, 4, 5, 10, 11, 4, 5, 10, 11);
  return f32x4.convert_i32x4_s(i32x4.dot_i16x8_s(pairs, weights));
}

/** Four neighbours in a level, times 16384. `column`, `line` whole, `x` and `y` what is left. */
@inline
function bilinear(level: usize, face: usize, column: i32, line: i32, x: i32, y: f32): v128 {
  const stride = load<u32>(level, LEVEL_STRIDE);
  const at =
    (load<u32>(level, LEVEL_DATA) as usize) + face * (load<u32>(level, LEVEL_FACE) as usize) +
    (line + 1) * stride + (column + 1) * 3;
  const weights = i32x4.splat((x << 16) | (16384 - x));
  const a = rowOf(at, weights);
  const b = rowOf(at + stride, weights);
  return f32x4.add(a, f32x4.mul(f32x4.sub(b, a), f32x4.splat(y)));
}

/** log2, error below 0.00012. */
@inline
function log2(x: f32): f32 {
  const bits = reinterpret<i32>(x);
  const whole = (bits >> 23) - 127;
  const m = reinterpret<f32>((bits & 0x7fffff) | 0x3f800000);
  return (whole as f32) + ((((-0.07844068 * m + 0.62603218) * m - 2.07833517) * m + 4.02921139) * m - 2.49835315);
}

/**
 * Colour 0 to 255 in lanes 0 to 2. `u`, `v` in [0, 1]; `rho` the square of how many texels of level 0 a pixel spans.
 */
export function sample(texture: usize, face: usize, u: f32, v: f32, rho: f32): v128 {
  const last = load<u32>(texture, TEXTURE_LEVELS) - 1;
  const detail: f32 = rho > 1 ? min<f32>(0.5 * log2(rho), last as f32) : 0;
  const whole = floor(detail);
  const level = texture + TEXTURE_FIRST_LEVEL + (whole as i32 as usize) * LEVEL_BYTES;
  // both levels' coordinates at once: u, v in this one, u, v in the next
  const place = f32x4.replace_lane(f32x4.replace_lane(f32x4.splat(u), 1, v), 3, v);
  const size = v128.load(level, LEVEL_SIZES);
  const texels = f32x4.sub(f32x4.mul(place, size), f32x4.splat(0.5));
  const floors = f32x4.floor(texels);
  const rest = f32x4.sub(texels, floors);
  const cells = i32x4.trunc_sat_f32x4_s(floors);
  const weights = i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(rest, f32x4.splat(ONE))));
  const scale = f32x4.splat(1 / ONE);
  const a = bilinear(
    level, face, i32x4.extract_lane(cells, 0), i32x4.extract_lane(cells, 1), i32x4.extract_lane(weights, 0),
    f32x4.extract_lane(rest, 1),
  );
  const share = detail - whole;
  if (share == 0) return f32x4.mul(a, scale);
  const b = bilinear(
    level + LEVEL_BYTES, face, i32x4.extract_lane(cells, 2), i32x4.extract_lane(cells, 3),
    i32x4.extract_lane(weights, 2), f32x4.extract_lane(rest, 3),
  );
  return f32x4.mul(f32x4.add(a, f32x4.mul(f32x4.sub(b, a), f32x4.splat(share))), scale);
}

/** Flat, repeated. `at` (u, v), `dx` and `dy` its change from a pixel to the next. */
export function sampleFlat(texture: usize, at: v128, dx: v128, dy: v128): v128 {
  const size = f32x4(load<f32>(texture, TEXTURE_WIDTH), load<f32>(texture, TEXTURE_HEIGHT), 0, 0);
  const x = f32x4.mul(dx, size);
  const y = f32x4.mul(dy, size);
  const xx = f32x4.mul(x, x);
  const yy = f32x4.mul(y, y);
  const rho = max(
    f32x4.extract_lane(xx, 0) + f32x4.extract_lane(xx, 1),
    f32x4.extract_lane(yy, 0) + f32x4.extract_lane(yy, 1),
  );
  const wrapped = f32x4.sub(at, f32x4.floor(at));
  return sample(texture, 0, f32x4.extract_lane(wrapped, 0), f32x4.extract_lane(wrapped, 1), rho);
}

/** Cube. `at` a direction, `dx` and `dy` its change. */
export function sampleCube(texture: usize, at: v128, dx: v128, dy: v128): v128 {
  const x = f32x4.extract_lane(at, 0);
  const y = f32x4.extract_lane(at, 1);
  const z = f32x4.extract_lane(at, 2);
  const ax = abs(x);
  const ay = abs(y);
  const az = abs(z);
  let face: usize;
  let u: f32, v: f32, ma: f32, ux: f32, uy: f32, vx: f32, vy: f32, mx: f32, my: f32;
  if (ax >= ay && ax >= az) {
    face = x >= 0 ? 0 : 1;
    const s: f32 = x >= 0 ? 1 : -1;
    ma = ax;
    mx = s * f32x4.extract_lane(dx, 0);
    my = s * f32x4.extract_lane(dy, 0);
    u = -s * z;
    ux = -s * f32x4.extract_lane(dx, 2);
    uy = -s * f32x4.extract_lane(dy, 2);
    v = -y;
    vx = -f32x4.extract_lane(dx, 1);
    vy = -f32x4.extract_lane(dy, 1);
  } else if (ay >= az) {
    face = y >= 0 ? 2 : 3;
    const s: f32 = y >= 0 ? 1 : -1;
    ma = ay;
    mx = s * f32x4.extract_lane(dx, 1);
    my = s * f32x4.extract_lane(dy, 1);
    u = x;
    ux = f32x4.extract_lane(dx, 0);
    uy = f32x4.extract_lane(dy, 0);
    v = s * z;
    vx = s * f32x4.extract_lane(dx, 2);
    vy = s * f32x4.extract_lane(dy, 2);
  } else {
    face = z >= 0 ? 4 : 5;
    const s: f32 = z >= 0 ? 1 : -1;
    ma = az;
    mx = s * f32x4.extract_lane(dx, 2);
    my = s * f32x4.extract_lane(dy, 2);
    u = s * x;
    ux = s * f32x4.extract_lane(dx, 0);
    uy = s * f32x4.extract_lane(dy, 0);
    v = -y;
    vx = -f32x4.extract_lane(dx, 1);
    vy = -f32x4.extract_lane(dy, 1);
  }
  const half: f32 = 0.5 / max(ma, 1e-20);
  const su = u * 2 * half;
  const sv = v * 2 * half;
  const w = load<f32>(texture, TEXTURE_WIDTH) * half;
  const dux = (ux - su * mx) * w;
  const dvx = (vx - sv * mx) * w;
  const duy = (uy - su * my) * w;
  const dvy = (vy - sv * my) * w;
  const rho = max(dux * dux + dvx * dvx, duy * duy + dvy * dvy);
  return sample(texture, face, min(max(su * 0.5 + 0.5, 0), 1), min(max(sv * 0.5 + 0.5, 0), 1), rho);
}
