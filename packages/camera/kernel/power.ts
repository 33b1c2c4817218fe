// Powers of four numbers at once. Relative error below 1e-5 for what lighting asks (base 0 to 1, exponent to 128).

/** base^exponent for base >= 0; 0^0 is 1 as in OpenGL. */
export function power(base: v128, exponent: v128): v128 {
  const one = f32x4.splat(1);
  // log2: mantissa in [sqrt(1/2), sqrt(2)), series of artanh
  const bits = i32x4.sub(f32x4.max(base, f32x4.splat(1e-37)), i32x4.splat(0x3f3504f3));
  const whole = i32x4.shr_s(bits, 23);
  const mantissa = i32x4.add(v128.and(bits, i32x4.splat(0x7fffff)), i32x4.splat(0x3f3504f3));
  const t = f32x4.div(f32x4.sub(mantissa, one), f32x4.add(mantissa, one));
  const t2 = f32x4.mul(t, t);
  let series = f32x4.add(f32x4.splat(0.577078 /* 2 / (5 ln 2) */), f32x4.mul(t2, f32x4.splat(0.412199)));
  series = f32x4.add(f32x4.splat(0.961796694), f32x4.mul(t2, series));
  series = f32x4.add(f32x4.splat(2.885390082), f32x4.mul(t2, series));
  const log = f32x4.add(f32x4.convert_i32x4_s(whole), f32x4.mul(t, series));
  // 2^x: nearest whole number apart, series of exp on what is left
  const x = f32x4.max(f32x4.mul(log, exponent), f32x4.splat(-126));
  const near = f32x4.nearest(x);
  const f = f32x4.sub(x, near);
  let e = f32x4.add(f32x4.splat(0.009618129), f32x4.mul(f, f32x4.splat(0.001333356)));
  e = f32x4.add(f32x4.splat(0.055504109), f32x4.mul(f, e));
  e = f32x4.add(f32x4.splat(0.240226507), f32x4.mul(f, e));
  e = f32x4.add(f32x4.splat(0.693147181), f32x4.mul(f, e));
  e = f32x4.add(one, f32x4.mul(f, e));
  const scale = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(near), i32x4.splat(127)), 23);
  return f32x4.mul(e, scale);
}
