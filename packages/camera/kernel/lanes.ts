// Four numbers from four places, and four rows turned into columns.

/** f32 or u32 of four addresses. */
@inline
export function gather(a: usize, b: usize, c: usize, d: usize): v128 {
  let out = v128.load32_splat(a);
  out = v128.load_lane<u32>(b, out, 1);
  out = v128.load_lane<u32>(c, out, 2);
  return v128.load_lane<u32>(d, out, 3);
}

/** First, second, third and fourth numbers of four rows. `ab` and `cd` are those of `pair`. */
@inline
export function firsts(ab: v128, cd: v128): v128 {
  return i32x4.shuffle(ab, cd, 0, 1, 4, 5);
}

@inline
export function seconds(ab: v128, cd: v128): v128 {
  return i32x4.shuffle(ab, cd, 2, 3, 6, 7);
}

/** First two numbers of two rows, in turn. */
@inline
export function pair(a: v128, b: v128): v128 {
  return i32x4.shuffle(a, b, 0, 4, 1, 5);
}

/** Last two. */
@inline
export function lastPair(a: v128, b: v128): v128 {
  return i32x4.shuffle(a, b, 2, 6, 3, 7);
}

@inline
export function limited(value: v128): v128 {
  return f32x4.min(f32x4.max(value, f32x4.splat(0)), f32x4.splat(1));
}
