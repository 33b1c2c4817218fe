// Textures: trilinear, coordinates in [0, 1) over a level that has a frame of one texel around it (wrapped, or the edge
// again), so that four neighbours are always two loads. Four pixels at a time.
import { firsts, gather, lastPair, pair, seconds } from './lanes';
import {
  LEVEL_BYTES, LEVEL_DATA, LEVEL_FACE, LEVEL_SIZES, LEVEL_STRIDE, TEXTURE_FIRST_LEVEL, TEXTURE_LEVELS,
} from './layout';

/** Weights within a row have 14 bits: products of two bytes still fit 32. */
const ONE: i32 = 16384;

/** Colours found, 0 to 255. */
export let reds: v128 = f32x4.splat(255);
export let greens: v128 = f32x4.splat(255);
export let blues: v128 = f32x4.splat(255);

/** Of what has no texture. */
export function noTexels(): void {
  reds = greens = blues = f32x4.splat(255);
}

/**
 * @param faces of cubes, else 0 @param u from 0 to 1, as `v` @param rho the squares of how many texels of level 0 a
 * pixel spans
 */
export function findTexels(
  t0: usize, t1: usize, t2: usize, t3: usize, faces: v128, u: v128, v: v128, rho: v128,
): void {
  const counts = gather(t0 + TEXTURE_LEVELS, t1 + TEXTURE_LEVELS, t2 + TEXTURE_LEVELS, t3 + TEXTURE_LEVELS);
  const last = f32x4.convert_i32x4_s(i32x4.sub(counts, i32x4.splat(1)));
  const detail = v128.and(
    f32x4.min(f32x4.mul(f32x4.splat(0.5), log2(rho)), last), f32x4.gt(rho, f32x4.splat(1)),
  );
  const whole = f32x4.floor(detail);
  const share = f32x4.sub(detail, whole);
  const offsets = i32x4.mul(i32x4.trunc_sat_f32x4_s(whole), i32x4.splat(LEVEL_BYTES as i32));
  const l0 = t0 + TEXTURE_FIRST_LEVEL + i32x4.extract_lane(offsets, 0);
  const l1 = t1 + TEXTURE_FIRST_LEVEL + i32x4.extract_lane(offsets, 1);
  const l2 = t2 + TEXTURE_FIRST_LEVEL + i32x4.extract_lane(offsets, 2);
  const l3 = t3 + TEXTURE_FIRST_LEVEL + i32x4.extract_lane(offsets, 3);
  bilinear(l0, l1, l2, l3, faces, u, v);
  const scale = f32x4.splat(1 / (ONE as f32));
  if (!v128.any_true(f32x4.ne(share, f32x4.splat(0)))) {
    reds = f32x4.mul(reds, scale);
    greens = f32x4.mul(greens, scale);
    blues = f32x4.mul(blues, scale);
    return;
  }
  const r = reds;
  const g = greens;
  const b = blues;
  // behind the last level there is none, and its share is 0
  const steps = v128.and(f32x4.lt(whole, last), i32x4.splat(LEVEL_BYTES as i32));
  bilinear(
    l0 + i32x4.extract_lane(steps, 0), l1 + i32x4.extract_lane(steps, 1), l2 + i32x4.extract_lane(steps, 2),
    l3 + i32x4.extract_lane(steps, 3), faces, u, v,
  );
  reds = f32x4.mul(between(r, reds, share), scale);
  greens = f32x4.mul(between(g, greens, share), scale);
  blues = f32x4.mul(between(b, blues, share), scale);
}

@inline
function between(a: v128, b: v128, share: v128): v128 {
  return f32x4.add(a, f32x4.mul(f32x4.sub(b, a), share));
}

/** Of four levels, times 16384. */
function bilinear(l0: usize, l1: usize, l2: usize, l3: usize, faces: v128, u: v128, v: v128): void {
  let width: v128, height: v128, data: v128, strides: v128, faceBytes: v128;
  if (((l0 ^ l1) | (l0 ^ l2) | (l0 ^ l3)) == 0) {
    width = v128.load32_splat(l0, LEVEL_SIZES);
    height = v128.load32_splat(l0, LEVEL_SIZES + 4);
    data = v128.load32_splat(l0, LEVEL_DATA);
    strides = v128.load32_splat(l0, LEVEL_STRIDE);
    faceBytes = v128.load32_splat(l0, LEVEL_FACE);
  } else {
    const sizes01 = pair(v128.load(l0, LEVEL_SIZES), v128.load(l1, LEVEL_SIZES));
    const sizes23 = pair(v128.load(l2, LEVEL_SIZES), v128.load(l3, LEVEL_SIZES));
    width = firsts(sizes01, sizes23);
    height = seconds(sizes01, sizes23);
    const a = v128.load(l0);
    const b = v128.load(l1);
    const c = v128.load(l2);
    const d = v128.load(l3);
    data = firsts(pair(a, b), pair(c, d));
    strides = seconds(pair(a, b), pair(c, d));
    faceBytes = firsts(lastPair(a, b), lastPair(c, d));
  }
  const middle = f32x4.splat(0.5);
  const s = f32x4.sub(f32x4.mul(u, width), middle);
  const t = f32x4.sub(f32x4.mul(v, height), middle);
  const column = f32x4.floor(s);
  const line = f32x4.floor(t);
  const y = f32x4.sub(t, line);
  const x = i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(f32x4.sub(s, column), f32x4.splat(ONE as f32))));
  const weights = v128.or(i32x4.shl(x, 16), i32x4.sub(i32x4.splat(ONE), x));
  const one = i32x4.splat(1);
  const places = i32x4.add(
    i32x4.add(data, i32x4.mul(faces, faceBytes)),
    i32x4.add(
      i32x4.mul(i32x4.add(i32x4.trunc_sat_f32x4_s(line), one), strides),
      i32x4.mul(i32x4.add(i32x4.trunc_sat_f32x4_s(column), one), i32x4.splat(3)),
    ),
  );
  const a = four(
    i32x4.extract_lane(places, 0), i32x4.extract_lane(strides, 0), i32x4.shuffle(weights, weights, 0, 0, 0, 0),
    i32x4.shuffle(y, y, 0, 0, 0, 0),
  );
  const b = four(
    i32x4.extract_lane(places, 1), i32x4.extract_lane(strides, 1), i32x4.shuffle(weights, weights, 1, 1, 1, 1),
    i32x4.shuffle(y, y, 1, 1, 1, 1),
  );
  const c = four(
    i32x4.extract_lane(places, 2), i32x4.extract_lane(strides, 2), i32x4.shuffle(weights, weights, 2, 2, 2, 2),
    i32x4.shuffle(y, y, 2, 2, 2, 2),
  );
  const d = four(
    i32x4.extract_lane(places, 3), i32x4.extract_lane(strides, 3), i32x4.shuffle(weights, weights, 3, 3, 3, 3),
    i32x4.shuffle(y, y, 3, 3, 3, 3),
  );
  const ab = pair(a, b);
  const cd = pair(c, d);
  reds = firsts(ab, cd);
  greens = seconds(ab, cd);
  blues = firsts(lastPair(a, b), lastPair(c, d));
}

/** Four neighbours: r, g, b. */
@inline
function four(at: i32, stride: i32, weights: v128, y: v128): v128 {
  const a = two(at as usize, weights);
  return f32x4.add(a, f32x4.mul(f32x4.sub(two((at + stride) as usize, weights), a), y));
}

@inline
function two(at: usize, weights: v128): v128 {
  const texels = v128.load_ext<u8>(at);
  const pairs = i8x16.shuffle(texels, texels, 0, 1, 6, 7, 2, 3, 8, 9, 4, 5, 10, 11, 4, 5, 10, 11);
  return f32x4.convert_i32x4_s(i32x4.dot_i16x8_s(pairs, weights));
}

/** log2, error below 0.00012. */
@inline
function log2(x: v128): v128 {
  const whole = i32x4.sub(i32x4.shr_s(x, 23), i32x4.splat(127));
  const m = v128.or(v128.and(x, i32x4.splat(0x7fffff)), i32x4.splat(0x3f800000));
  let series = f32x4.add(f32x4.mul(f32x4.splat(-0.07844068), m), f32x4.splat(0.62603218));
  series = f32x4.sub(f32x4.mul(series, m), f32x4.splat(2.07833517));
  series = f32x4.add(f32x4.mul(series, m), f32x4.splat(4.02921139));
  series = f32x4.sub(f32x4.mul(series, m), f32x4.splat(2.49835315));
  return f32x4.add(f32x4.convert_i32x4_s(whole), series);
}
