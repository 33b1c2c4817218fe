import type { ScenePoses } from '@plumb/contract';
import { LAYOUT } from '../kernel/layout.ts';
import type { Arena } from '../pack/arena.ts';
import type { PackedScene } from '../pack/pack-scene.ts';
import type { Lens } from './lens.ts';
import { isReflective, placeMirror } from './mirror.ts';
import type { Painter, Target } from './painter.ts';
import { sortGeoms } from './sort-geoms.ts';
import type { View } from './view.ts';

/** Frames that a body that left the layer must rest before it may come back; doubled each time that it leaves. */
const REST = 8;

/** Draws frames: what rests into a layer that is kept, what moves over it, then mirror and what is transparent. */
export class FramePainter {
  readonly #painter: Painter;
  readonly #arena: Arena;
  readonly #scene: PackedScene;
  readonly #lightBodies: readonly number[];
  #mirror: (Target & { readonly pixels: number }) | undefined;

  constructor(painter: Painter, arena: Arena, scene: PackedScene) {
    this.#painter = painter;
    this.#arena = arena;
    this.#scene = scene;
    this.#lightBodies = scene.scene.lights.filter(({ active }) => active).map(({ body }) => body);
  }

  drawPicture(view: View, lens: Lens, siteAlpha: ScenePoses['siteAlpha']): void {
    const painter = this.#painter;
    const { opaque, transparent, key } = sortGeoms(painter.geoms, lens, siteAlpha);
    const layered = this.#keepsLayer(view, lens, key);
    let over = opaque;
    if (layered) {
      const { geoms } = this.#scene;
      over = opaque.filter((index) => view.inLayer![geoms[index]!.geom.body] === 0);
      if (layered === 'new')
        this.#drawLayer(
          view,
          lens,
          opaque.filter((index) => !over.includes(index)),
        );
      // their edges are coloured anew where something passes, and the table may still stand before another camera
      for (const index of opaque) painter.geoms.aim(index, lens, painter.geoms.isPlaneBehind(index, lens));
      this.#restore(view, lens);
      this.#mark(view, 0);
    } else {
      painter.clear(lens, view);
      this.#mark(view, 1);
    }
    const mirrored = this.#drawMirror(view, lens, opaque);
    painter.begin(lens, view);
    painter.drawGeoms(over, lens);
    try {
      const ends = painter.drawTransparent(transparent, lens, view.flags);
      painter.colour(
        lens,
        {
          colours: view.colours,
          under: layered ? view.layer : 0,
          underColours: view.layerColours,
          flags: view.flags,
          mirror: mirrored,
        },
        ends,
      );
    } finally {
      // also where memory did not suffice: the next frame has fragments elsewhere
      if (transparent.length > 0) this.#arena.bytes.fill(0, view.flags, view.flags + view.pixelCount);
    }
    view.camera = lens.rows;
  }

  /** Every geom but sites, in the pixels' centres, whatever its alpha. */
  drawCentres(view: View, lens: Lens): void {
    const painter = this.#painter;
    // the samples of the last frame are gone
    view.camera = undefined;
    const all = this.#scene.geoms.flatMap(({ geom }, index) => (geom.kind === 'geom' ? [index] : []));
    painter.clear(lens, view);
    painter.kernel.setSamples(true);
    painter.begin(lens, view);
    painter.drawGeoms(all, lens);
    painter.kernel.setSamples(false);
  }

  /** Whether a layer serves this frame; decides which bodies it holds. */
  #keepsLayer(view: View, lens: Lens, key: string): false | 'kept' | 'new' {
    const { rest, moved, wanted } = view;
    const sameCamera = view.camera?.every((value, i) => value === lens.rows[i]) ?? false;
    // a frame that memory does not suffice for leaves nothing to go on from
    view.camera = undefined;
    const sameKind = sameCamera && view.key === key;
    view.key = key;
    if (!this.#painter.culling || !sameKind || this.#lightBodies.some((body) => moved[body] === 1)) {
      view.inLayer = undefined;
      rest.fill(0);
      wanted.fill(1);
      return false;
    }
    let anew = view.inLayer === undefined;
    for (let body = 0; body < rest.length; body++) {
      rest[body] = moved[body] === 1 ? 0 : rest[body]! + 1;
      const inside = view.inLayer?.[body] === 1;
      if (inside && moved[body] === 1) {
        wanted[body] = Math.max(REST, wanted[body]! * 2);
        anew = true;
      } else if (!inside && rest[body]! >= wanted[body]!) anew = true;
    }
    if (!anew) return 'kept';
    view.inLayer = Uint8Array.from(rest, (frames, body) => (frames >= wanted[body]! ? 1 : 0));
    for (let body = 0; body < rest.length; body++)
      if (view.inLayer[body] === 0) wanted[body] = Math.max(REST, wanted[body]!);
    return 'new';
  }

  #drawLayer(view: View, lens: Lens, resting: readonly number[]): void {
    const painter = this.#painter;
    this.#mark(view, 1);
    const layer = { picture: view.layer, marks: view.marks, farthest: view.layerFarthest };
    painter.clear(lens, layer);
    painter.begin(lens, layer);
    painter.drawGeoms(resting, lens);
    painter.kernel.lookUpHidden();
    painter.colour(
      lens,
      { colours: view.layerColours, under: 0, underColours: 0, flags: 0, mirror: undefined },
      [],
    );
    this.#mark(view, 1);
  }

  /** The layer again wherever the last frame drew over it. */
  #restore(view: View, lens: Lens): void {
    const { kernel } = this.#painter;
    this.#painter.begin(lens, view);
    kernel.copyTiles(view.layer, view.picture, view.marks, LAYOUT.TILE_BYTES);
    kernel.copyTiles(view.layerColours, view.colours, view.marks, LAYOUT.TILE_COLOURS);
    const from = view.layerFarthest >> 2;
    this.#arena.floats.copyWithin(view.farthest >> 2, from, from + view.tileCount);
  }

  #mark(view: View, value: 0 | 1): void {
    this.#arena.bytes.fill(value, view.marks, view.marks + view.tileCount);
  }

  #drawMirror(view: View, lens: Lens, opaque: readonly number[]) {
    const { geoms } = this.#scene;
    const painter = this.#painter;
    const index = opaque.find((i) => isReflective(geoms[i]!));
    if (index === undefined) return undefined;
    const mirror = placeMirror(geoms, index, painter.geoms.poses, lens, this.#scene.scene.near);
    if (mirror === undefined) return undefined;
    const target = this.#mirrorTarget(view);
    painter.clear(lens, target);
    painter.begin(mirror.lens, target, mirror.area);
    painter.drawMirrored(opaque, mirror);
    const columns = Math.ceil(view.width / 8);
    const { left, right, bottom, top } = mirror.area;
    for (let row = bottom >> 3; row <= top >> 3; row++) {
      const line = view.marks + row * columns;
      this.#arena.bytes.fill(1, line + (left >> 3), line + (right >> 3) + 1);
    }
    return { picture: target.picture, geom: index };
  }

  /** A picture for what a mirror shows, as large as the largest view so far. */
  #mirrorTarget({ pixelCount: pixels, tileCount }: View): Target {
    if (this.#mirror === undefined || pixels > this.#mirror.pixels) {
      const allocate = (bytes: number) => this.#arena.allocate(bytes);
      this.#mirror = {
        pixels,
        picture: allocate(pixels * LAYOUT.PIXEL_BYTES),
        marks: allocate(tileCount),
        farthest: allocate(tileCount * 4),
      };
    }
    this.#arena.bytes.fill(0, this.#mirror.marks, this.#mirror.marks + tileCount);
    return this.#mirror;
  }
}
