// Where in its texture a pixel lies, and how many texels it spans. Four pixels at a time.
import { gather, limited } from './lanes';
import { TEXTURE_HEIGHT, TEXTURE_WIDTH } from './layout';
import { findTexels } from './texels';

/** Of what is divided by w: the change from a pixel to the next of what was `value` with slope `over`. */
@inline
export function changeOf(over: v128, value: v128, slope: v128, w: v128): v128 {
  return f32x4.mul(f32x4.sub(over, f32x4.mul(value, slope)), w);
}

@inline
function square(x: v128, y: v128): v128 {
  return f32x4.add(f32x4.mul(x, x), f32x4.mul(y, y));
}

/** Flat, repeated. `u`, `v`; their change from a pixel to the next, along x and y. */
@inline
export function findFlat(
  t0: usize, t1: usize, t2: usize, t3: usize, u: v128, v: v128, ux: v128, vx: v128, uy: v128, vy: v128,
): void {
  const width = gather(t0 + TEXTURE_WIDTH, t1 + TEXTURE_WIDTH, t2 + TEXTURE_WIDTH, t3 + TEXTURE_WIDTH);
  const height = gather(t0 + TEXTURE_HEIGHT, t1 + TEXTURE_HEIGHT, t2 + TEXTURE_HEIGHT, t3 + TEXTURE_HEIGHT);
  findTexels(
    t0, t1, t2, t3, i32x4.splat(0), f32x4.sub(u, f32x4.floor(u)), f32x4.sub(v, f32x4.floor(v)),
    f32x4.max(
      square(f32x4.mul(ux, width), f32x4.mul(vx, height)), square(f32x4.mul(uy, width), f32x4.mul(vy, height)),
    ),
  );
}

@inline
function choose(onX: v128, onY: v128, x: v128, y: v128, z: v128): v128 {
  return v128.bitselect(x, v128.bitselect(y, z, onY), onX);
}

/** Cube. `x`, `y`, `z` a direction; its change from a pixel to the next, along the picture's x and y. */
@inline
export function findCube(
  t0: usize, t1: usize, t2: usize, t3: usize, x: v128, y: v128, z: v128, xx: v128, yx: v128, zx: v128, xy: v128,
  yy: v128, zy: v128,
): void {
  const ax = f32x4.abs(x);
  const ay = f32x4.abs(y);
  const az = f32x4.abs(z);
  const onX = v128.and(f32x4.ge(ax, ay), f32x4.ge(ax, az));
  const onY = v128.andnot(f32x4.ge(ay, az), onX);
  const m = choose(onX, onY, x, y, z);
  const ma = choose(onX, onY, ax, ay, az);
  const zero = i32x4.splat(0);
  // sign bits: of what lies on the negative side, and where u and v run the other way
  const negative = v128.andnot(i32x4.splat(0x80000000), f32x4.ge(m, f32x4.splat(0)));
  const all = i32x4.splat(0x80000000);
  const turnU = choose(onX, onY, v128.xor(negative, all), zero, negative);
  const turnV = choose(onX, onY, all, negative, all);
  const u = v128.xor(choose(onX, onY, z, x, x), turnU);
  const v = v128.xor(choose(onX, onY, y, z, y), turnV);
  const ux = v128.xor(choose(onX, onY, zx, xx, xx), turnU);
  const uy = v128.xor(choose(onX, onY, zy, xy, xy), turnU);
  const vx = v128.xor(choose(onX, onY, yx, zx, yx), turnV);
  const vy = v128.xor(choose(onX, onY, yy, zy, yy), turnV);
  const mx = v128.xor(choose(onX, onY, xx, yx, zx), negative);
  const my = v128.xor(choose(onX, onY, xy, yy, zy), negative);
  const middle = f32x4.splat(0.5);
  const half = f32x4.div(middle, f32x4.max(ma, f32x4.splat(1e-20)));
  const two = f32x4.splat(2);
  const su = f32x4.mul(f32x4.mul(u, two), half);
  const sv = f32x4.mul(f32x4.mul(v, two), half);
  const scale = f32x4.mul(
    gather(t0 + TEXTURE_WIDTH, t1 + TEXTURE_WIDTH, t2 + TEXTURE_WIDTH, t3 + TEXTURE_WIDTH), half,
  );
  const rho = f32x4.max(
    square(
      f32x4.mul(f32x4.sub(ux, f32x4.mul(su, mx)), scale), f32x4.mul(f32x4.sub(vx, f32x4.mul(sv, mx)), scale),
    ),
    square(
      f32x4.mul(f32x4.sub(uy, f32x4.mul(su, my)), scale), f32x4.mul(f32x4.sub(vy, f32x4.mul(sv, my)), scale),
    ),
  );
  // faces are +x -x +y -y +z -z
  const faces = i32x4.add(
    choose(onX, onY, zero, i32x4.splat(2), i32x4.splat(4)), i32x4.shr_u(negative, 31),
  );
  findTexels(
    t0, t1, t2, t3, faces, limited(f32x4.add(f32x4.mul(su, middle), middle)),
    limited(f32x4.add(f32x4.mul(sv, middle), middle)), rho,
  );
}
