import { LAYOUT } from '../kernel/layout.ts';
import type { Arena } from '../pack/arena.ts';
import { tilesOf } from './lens.ts';

/** What is kept for a camera at a size. */
export class View {
  readonly width: number;
  readonly height: number;
  readonly tileCount: number;
  /** Of whole tiles: room for these in arrays of pixels. */
  readonly pixelCount: number;
  /** Samples of this frame, and of what rests. */
  readonly picture: number;
  readonly layer: number;
  /** Colours of both. */
  readonly colours: number;
  readonly layerColours: number;
  /** A byte for each 8 x 8 pixels: drawn on in this frame, and whatever else must be coloured. */
  readonly marks: number;
  /** An f32 a tile: farthest depth that is known, of both. */
  readonly farthest: number;
  readonly layerFarthest: number;
  /** A byte a pixel: fragments are there. */
  readonly flags: number;
  /** Numbers of the camera for which the layer holds; undefined before the first frame. */
  camera: Float64Array | undefined;
  /** Poses of all bodies in the last frame. */
  readonly poses: Float64Array;
  readonly moved: Uint8Array;
  /** Frames for which a body has not moved. */
  readonly rest: Uint32Array;
  /** Bodies that the layer holds, undefined where it holds for nothing. */
  inLayer: Uint8Array | undefined;
  /** Frames for which a body must rest before the layer takes it. */
  readonly wanted: Uint32Array;
  /** Which geoms the last frame drew, and how. */
  key = '';

  constructor(arena: Arena, width: number, height: number, bodies: number) {
    this.width = width;
    this.height = height;
    this.tileCount = tilesOf({ width, height });
    this.pixelCount = this.tileCount * 64;
    const pixels = this.pixelCount;
    this.picture = arena.allocate(pixels * LAYOUT.PIXEL_BYTES);
    this.layer = arena.allocate(pixels * LAYOUT.PIXEL_BYTES);
    this.colours = arena.allocate(pixels * 4);
    this.layerColours = arena.allocate(pixels * 4);
    this.marks = arena.allocate(this.tileCount);
    this.farthest = arena.allocate(this.tileCount * 4);
    this.layerFarthest = arena.allocate(this.tileCount * 4);
    this.flags = arena.allocate(pixels);
    this.poses = new Float64Array(bodies * 12);
    this.moved = new Uint8Array(bodies);
    this.rest = new Uint32Array(bodies);
    this.wanted = new Uint32Array(bodies).fill(1);
  }
}
