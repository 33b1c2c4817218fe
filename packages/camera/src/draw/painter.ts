import type { Kernel } from '../kernel/kernel.ts';
import { LAYOUT } from '../kernel/layout.ts';
import type { Arena } from '../pack/arena.ts';
import type { PackedScene } from '../pack/pack-scene.ts';
import { GeomTable } from './geom-table.ts';
import { type Lens, type Rectangle, sideLengths, tilesOf } from './lens.ts';
import { LightTable } from './light-table.ts';
import { isReflective, type Mirror } from './mirror.ts';

/** Room for seen triangles and for transparent fragments at first; both grow. */
const FIRST_RECORDS = 1 << 15;
const FIRST_FRAGMENTS = 1 << 15;
/** Bytes of scratch: transformed vertices, polygons being clipped, corners that wait for light. */
const SCRATCH = 8192;

/** What triangles are drawn on: samples, marks and farthest depths of tiles. Addresses. */
export interface Target {
  readonly picture: number;
  readonly marks: number;
  readonly farthest: number;
}

/** Where colours go, and what lies under the picture (0 for nothing). Addresses. */
export interface ColourTarget {
  readonly colours: number;
  readonly under: number;
  readonly underColours: number;
  readonly flags: number;
  readonly mirror: { readonly picture: number; readonly geom: number } | undefined;
}

/** The kernel with its tables: draws geoms into pictures and colours pictures. */
export class Painter {
  readonly geoms: GeomTable;
  /** As a mirror shows them; undefined where nothing reflects. */
  readonly mirrored: GeomTable | undefined;
  readonly lights: LightTable;
  readonly kernel: Kernel;
  readonly #arena: Arena;
  readonly #scene: PackedScene;
  readonly #sky: number;
  /** False draws all that is given. */
  readonly culling: boolean;
  #frame = 0;
  #recordRoom = FIRST_RECORDS;
  #fragments = 0;
  #fragmentRoom = 0;
  #slots = 0;
  #slotTable = 0;
  #slotPixels = 0;

  constructor(kernel: Kernel, arena: Arena, scene: PackedScene, culling: boolean) {
    this.kernel = kernel;
    this.#arena = arena;
    this.#scene = scene;
    this.culling = culling;
    const reflectance = scene.geoms.find((geom) => isReflective(geom))?.reflectance;
    const total = scene.geoms.reduce((sum, { mesh }) => sum + mesh.faceCount, 0);
    const ids = 1 + total * (reflectance === undefined ? 1 : 2);
    const owners = arena.allocate(ids * 4);
    const own = (first: number, count: number, geom: number) =>
      void arena.words.fill(geom, (owners >> 2) + first, (owners >> 2) + first + count);
    this.geoms = new GeomTable(arena, scene, own);
    if (reflectance !== undefined)
      this.mirrored = new GeomTable(arena, scene, own, this.geoms.idCount, reflectance);
    this.lights = new LightTable(arena, scene.scene);
    this.#sky = arena.allocate(LAYOUT.RECORD_BYTES);
    kernel.setScratch(arena.allocate(SCRATCH));
    const tables = this.mirrored === undefined ? [this.geoms] : [this.geoms, this.mirrored];
    const rows = tables.flatMap((table) =>
      table.geoms.flatMap((_, i) => [table.firstIdOf(i), table.addressOf(i)]),
    );
    const geomRows = arena.allocate((rows.length + 1) * 4);
    arena.words.set([...rows, ids], geomRows >> 2);
    const words = Math.ceil(ids / 32) * 4;
    kernel.setTables(arena.allocate(words), arena.allocate(words), ids, owners, geomRows, rows.length / 2);
    kernel.setRecords(arena.allocate(FIRST_RECORDS * LAYOUT.RECORD_BYTES));
    this.#setDepth();
    kernel.setLights(this.lights.address, this.lights.count, this.lights.scratch, this.lights.everywhere);
  }

  /** The steps of MuJoCo 2.3.7's 24 bits, or the float of 3.14. */
  #setDepth(): void {
    const { near, far } = this.#scene.scene;
    const steps = ((2 ** 24 - 1) * far) / (far - near);
    if (this.#scene.look === 2) this.kernel.setDepth(steps * near, steps % 1, true);
    else this.kernel.setDepth(1, 0, false);
  }

  /** Where the next triangles go. */
  begin(lens: Lens, { picture, marks, farthest }: Target, area: Rectangle = wholeOf(lens)): void {
    const { kernel } = this;
    kernel.setView(lens.width, lens.height, this.#scene.scene.near, ...sideLengths(lens, area));
    kernel.setScissor(area.left, area.right, area.bottom, area.top);
    kernel.setPicture(picture, marks, farthest, ++this.#frame);
  }

  clear(lens: Lens, { picture, farthest }: Target): void {
    const tiles = tilesOf(lens);
    this.kernel.clearPicture(picture, tiles, 1 / this.#scene.scene.far);
    this.#arena.floats.fill(-Infinity, farthest >> 2, (farthest >> 2) + tiles);
  }

  /** Draws geoms (indices), the nearest first, so that they hide what is behind. */
  drawGeoms(indices: readonly number[], lens: Lens): void {
    const area = wholeOf(lens);
    const sides = sideLengths(lens, area);
    const { near } = this.#scene.scene;
    const seen = this.culling
      ? indices.filter((index) => this.geoms.isInView(index, lens, near, sides, area))
      : indices;
    const depths = new Map(seen.map((index) => [index, this.geoms.depthOf(index, lens)]));
    for (const index of [...seen].sort((a, b) => depths.get(a)! - depths.get(b)!)) {
      // a plane seen from behind shows its back
      const back = this.geoms.isPlaneBehind(index, lens);
      this.geoms.aim(index, lens, back);
      this.kernel.drawGeom(this.geoms.addressOf(index), this.culling && !back);
    }
  }

  /** Draws what a mirror shows into a picture of its own. */
  drawMirrored(indices: readonly number[], mirror: Mirror): void {
    const table = this.mirrored!;
    table.poses.set(this.geoms.poses);
    const sides = sideLengths(mirror.lens, mirror.area);
    for (const index of indices) {
      if (index === mirror.geom) continue;
      if (this.culling && !table.isInView(index, mirror.lens, this.#scene.scene.near, sides, mirror.area))
        continue;
      table.aim(index, mirror.lens, true, mirror.plane);
      this.kernel.drawGeom(table.addressOf(index), this.culling);
    }
  }

  /** Fragments of transparent geoms, front to back. @returns where each geom's end */
  drawTransparent(indices: readonly number[], lens: Lens, flags: number): number[] {
    const { kernel } = this;
    for (;;) {
      kernel.startFragments(this.#fragments, this.#fragmentRoom, flags);
      const ends = indices.map((index) => {
        this.drawGeoms([index], lens);
        return kernel.countFragments();
      });
      const count = kernel.endFragments();
      if (count <= this.#fragmentRoom) return ends;
      const room = Math.max(FIRST_FRAGMENTS, count * 2);
      // the room counts only once it is there: after a refusal the kernel must not write beyond the old one
      this.#fragments = this.#arena.allocate(room * LAYOUT.FRAGMENT_BYTES);
      this.#fragmentRoom = room;
    }
  }

  /** Colours what is marked, then blends fragments over it. `ends` as `drawTransparent` gave them. */
  colour(lens: Lens, target: ColourTarget, ends: readonly number[]): void {
    const { kernel } = this;
    const count = ends.at(-1) ?? 0;
    this.#writeSky(lens);
    kernel.setResolve(target.colours, target.under, target.underColours, target.flags);
    if (target.mirror === undefined) kernel.setMirror(0, 0, 0, false);
    else {
      const { geom, mesh } = this.geoms.geoms[target.mirror.geom]!;
      kernel.setMirror(
        target.mirror.picture,
        this.geoms.firstIdOf(target.mirror.geom),
        mesh.faceCount,
        geom.type === 'box',
      );
    }
    this.#makeSlots(tilesOf(lens) * 64);
    kernel.startVisible();
    kernel.listVisible();
    kernel.listFragments(this.#fragments, count);
    const seen = kernel.countVisible();
    if (seen > this.#recordRoom) {
      const room = Math.ceil(seen * 1.25);
      kernel.setRecords(this.#arena.allocate(room * LAYOUT.RECORD_BYTES));
      this.#recordRoom = room;
    }
    kernel.setUpVisible(this.#sky);
    kernel.resolve();
    if (count === 0) return;
    kernel.shadeFragments(this.#fragments, count);
    let from = 0;
    for (const to of ends) {
      kernel.blendFragments(this.#fragments, from, to);
      from = to;
    }
    for (let i = ends.length - 1; i >= 0; i--)
      kernel.blendFragments(this.#fragments, i > 0 ? ends[i - 1]! : 0, ends[i]!);
    kernel.finishFragments(target.colours);
  }

  #makeSlots(pixels: number): void {
    if (pixels > this.#slotPixels) {
      this.#slots = this.#arena.allocate(pixels * LAYOUT.SLOT_BYTES);
      this.#slotTable = this.#arena.allocate(pixels * 4);
      this.#slotPixels = pixels;
    }
    this.kernel.setSlots(this.#slots, this.#slotTable);
  }

  /** The record of nothing: black, or the skybox in the direction of the pixel, y and z turned as MuJoCo does. */
  #writeSky(lens: Lens): void {
    const { floats, words } = this.#arena;
    const at = this.#sky >> 2;
    floats.fill(0, at, at + LAYOUT.RECORD_BYTES / 4);
    floats[at + 3] = 1;
    if (this.#scene.sky === 0) return;
    floats.fill(1, at, at + 3);
    words[(this.#sky + LAYOUT.RECORD_TEXTURE) >> 2] = this.#scene.sky;
    words[(this.#sky + LAYOUT.RECORD_MAPPING) >> 2] = 1;
    const place = (this.#sky + LAYOUT.RECORD_COORDINATES) >> 2;
    const { origin, alongX, alongY } = rays(lens);
    for (const [k, ray] of [origin, alongX, alongY].entries())
      floats.set([ray[0], ray[2], -ray[1]], place + k * 4);
  }
}

export function wholeOf({ width, height }: Lens): Rectangle {
  return { left: 0, right: width - 1, bottom: 0, top: height - 1 };
}

type Ray = [number, number, number];

/** Direction from the eye through the corner of the picture, and its change by a pixel; world. */
function rays({ rows: r, width, height }: Lens): { origin: Ray; alongX: Ray; alongY: Ray } {
  // rows are focal * right + w/2 * forward and so on; with forward known the rest follows
  const forward: Ray = [r[8]!, r[9]!, r[10]!];
  const side = (row: number, half: number): Ray =>
    [0, 1, 2].map((k) => r[row + k]! - half * forward[k]!) as Ray;
  const right = side(0, width / 2);
  const up = side(4, height / 2);
  const square = right[0] ** 2 + right[1] ** 2 + right[2] ** 2;
  const alongX = right.map((value) => value / square) as Ray;
  const alongY = up.map((value) => value / square) as Ray;
  const origin = forward.map(
    (value, k) => value - (alongX[k]! * width) / 2 - (alongY[k]! * height) / 2,
  ) as Ray;
  return { origin, alongX, alongY };
}
