// What a draw works on. One instance of the kernel serves one renderer; globals belong to the instance.

export let width: i32 = 0;
export let height: i32 = 0;
/** Pixels within which triangles are drawn, both ends included. */
export let left: i32 = 0;
export let right: i32 = 0;
export let bottom: i32 = 0;
export let top: i32 = 0;
export let near: f32 = 0;
/** A depth is 1 / metres times the scale, less the phase, and whole where the buffer has 24 bits. */
export let depthScale: f32 = 1;
export let depthPhase: f32 = 0;
export let depthWhole: bool = false;
/** Lengths of the gradients of the frustum's sides, for spheres against them. */
export let lengthLeft: f32 = 0;
export let lengthRight: f32 = 0;
export let lengthBottom: f32 = 0;
export let lengthTop: f32 = 0;
/**
 * Picture that is drawn on. Here as in all arrays of pixels, the 8 x 8 of a tile lie together, row by row: what one
 * triangle touches, or one tile needs, shares cache lines and is fetched ahead.
 */
export let picture: usize = 0;
/** A byte for each 8 x 8 pixels: 0 as it was, bit 0 must be coloured, bit 1 drawn on since `farthest` was looked up. */
export let tiles: usize = 0;
/** Of each tile the farthest depth that is known: what lies behind it is hidden. */
export let farthest: usize = 0;
export let tileColumns: i32 = 0;
export let tileCount: i32 = 0;
/** Scratch: 5 arrays of 128 for the vertices of a cluster, then lists. */
export let scratch: usize = 0;
/** Samples: eighths of a pixel. */
export let sampleX: v128 = i32x4(3, 7, 1, 5);
export let sampleY: v128 = i32x4(1, 3, 5, 7);
export let sampleFx: v128 = f32x4(0.375, 0.875, 0.125, 0.625);
export let sampleFy: v128 = f32x4(0.125, 0.375, 0.625, 0.875);
/** Rows and columns of samples: one every 1 << sampleShift 256ths, the first at sampleFirst. */
export let sampleShift: i32 = 6;
export let sampleFirst: i32 = 32;
/** Number of this draw; what was lit or listed carries it. */
export let frame: u32 = 0;

export function setView(w: i32, h: i32, nearest: f32, l: f32, r: f32, b: f32, t: f32): void {
  width = w;
  height = h;
  near = nearest;
  lengthLeft = l;
  lengthRight = r;
  lengthBottom = b;
  lengthTop = t;
  left = 0;
  right = w - 1;
  bottom = 0;
  top = h - 1;
  tileColumns = (w + 7) >> 3;
  tileCount = tileColumns * ((h + 7) >> 3);
}

export function setDepth(scale: f32, phase: f32, whole: bool): void {
  depthScale = scale;
  depthPhase = phase;
  depthWhole = whole;
}

/** Of a pixel in arrays of pixels. */
@inline
export function indexOf(x: i32, y: i32): i32 {
  return (((y >> 3) * tileColumns + (x >> 3)) << 6) | ((y & 7) << 3) | (x & 7);
}

/** @param pixels what `clearPicture` made @param marks a byte a tile @param depths an f32 a tile */
export function setPicture(pixels: usize, marks: usize, depths: usize, draw: u32): void {
  picture = pixels;
  tiles = marks;
  farthest = depths;
  frame = draw;
}

export function setScissor(l: i32, r: i32, b: i32, t: i32): void {
  left = l;
  right = r;
  bottom = b;
  top = t;
}

export function setScratch(address: usize): void {
  scratch = address;
}

/** Four samples a pixel as llvmpipe places them, or all four in its centre. */
export function setSamples(centre: bool): void {
  if (centre) {
    sampleX = sampleY = i32x4.splat(4);
    sampleFx = sampleFy = f32x4.splat(0.5);
    sampleShift = 8;
    sampleFirst = 128;
  } else {
    sampleX = i32x4(3, 7, 1, 5);
    sampleY = i32x4(1, 3, 5, 7);
    sampleFx = f32x4(0.375, 0.875, 0.125, 0.625);
    sampleFy = f32x4(0.125, 0.375, 0.625, 0.875);
    sampleShift = 6;
    sampleFirst = 32;
  }
}
