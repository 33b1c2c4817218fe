import { LAYOUT } from '../kernel/layout.ts';
import type { Arena } from '../pack/arena.ts';
import type { PackedGeom, PackedScene } from '../pack/pack-scene.ts';
import { composePoses, POSE_NUMBERS, poseNumbers } from './body-poses.ts';
import type { Lens } from './lens.ts';

/** The kernel's rows of geoms of one renderer: what is fixed is written once, poses and cameras for each draw. */
export class GeomTable {
  readonly geoms: readonly PackedGeom[];
  /** Triangle ids of all, with the unused id 0. */
  readonly idCount: number;
  /** `[geoms, 12]`, geom to world. */
  readonly poses: Float64Array;
  readonly #arena: Arena;
  readonly #address: number;
  readonly #local: Float64Array;
  readonly #firstIds: number[] = [];

  /** @param share of the colours, as a mirror gives them back @param firstId of the first triangle */
  constructor(
    arena: Arena,
    scene: PackedScene,
    owners: (first: number, count: number, geom: number) => void,
    firstId = 1,
    share = 1,
  ) {
    this.#arena = arena;
    this.geoms = scene.geoms;
    this.poses = new Float64Array(this.geoms.length * POSE_NUMBERS);
    this.#local = new Float64Array(this.geoms.length * POSE_NUMBERS);
    this.#address = arena.allocate(this.geoms.length * LAYOUT.GEOM_BYTES);
    let id = firstId;
    for (const [i, packed] of this.geoms.entries()) {
      this.#local.set(poseNumbers(packed.geom.pose), i * POSE_NUMBERS);
      const lit = arena.allocate(packed.mesh.cornerCount * 16);
      this.#writeFixed(packed, this.addressOf(i), lit, id, share);
      owners(id, packed.mesh.faceCount, this.addressOf(i));
      this.#firstIds.push(id);
      id += packed.mesh.faceCount;
    }
    this.idCount = id;
  }

  addressOf(index: number): number {
    return this.#address + index * LAYOUT.GEOM_BYTES;
  }

  firstIdOf(index: number): number {
    return this.#firstIds[index]!;
  }

  #writeFixed({ geom, mesh, ...look }: PackedGeom, at: number, lit: number, id: number, share: number): void {
    const { words, floats } = this.#arena;
    words[(at + LAYOUT.GEOM_CLUSTERS) >> 2] = mesh.clusters;
    words[(at + LAYOUT.GEOM_CLUSTER_COUNT) >> 2] = mesh.clusterCount;
    words[(at + LAYOUT.GEOM_FACES) >> 2] = mesh.faces;
    words[(at + LAYOUT.GEOM_CORNERS) >> 2] = mesh.corners;
    words[(at + LAYOUT.GEOM_LIT) >> 2] = lit;
    words[(at + LAYOUT.GEOM_FIRST_ID) >> 2] = id;
    words[(at + LAYOUT.GEOM_TEXTURE) >> 2] = look.texture;
    words[(at + LAYOUT.GEOM_MAPPING) >> 2] = look.cube ? 1 : 0;
    words[(at + LAYOUT.GEOM_ID) >> 2] = geom.kind === 'geom' ? geom.id : -1;
    const [r, g, b, a] = look.rgba;
    floats.set([r * share, g * share, b * share, a], (at + LAYOUT.GEOM_RGBA) >> 2);
    floats[(at + LAYOUT.GEOM_EMISSION) >> 2] = look.emission;
    floats[(at + LAYOUT.GEOM_SPECULAR) >> 2] = look.specular;
    floats[(at + LAYOUT.GEOM_EXPONENT) >> 2] = look.shininess * 128;
    floats.set(look.scale, (at + LAYOUT.GEOM_SCALE) >> 2);
    floats.set(look.offset, (at + LAYOUT.GEOM_OFFSET) >> 2);
  }

  setAlpha(index: number, alpha: number): void {
    this.#arena.floats[(this.addressOf(index) + LAYOUT.GEOM_RGBA + 12) >> 2] = alpha;
  }

  /** Whether a geom is a plane whose back is seen. */
  isPlaneBehind(index: number, { eye }: Lens): boolean {
    if (this.geoms[index]!.geom.type !== 'plane') return false;
    const p = this.poses;
    const o = index * POSE_NUMBERS;
    return (
      (eye[0] - p[o + 3]!) * p[o + 2]! +
        (eye[1] - p[o + 7]!) * p[o + 6]! +
        (eye[2] - p[o + 11]!) * p[o + 10]! <
      0
    );
  }

  /** From the eye to the geom's origin, metres. */
  distanceOf(index: number, { eye }: Lens): number {
    const p = this.poses;
    const o = index * POSE_NUMBERS;
    return Math.hypot(eye[0] - p[o + 3]!, eye[1] - p[o + 7]!, eye[2] - p[o + 11]!);
  }

  /** Of the middle of a geom along the camera's axis, metres. */
  depthOf(index: number, { rows }: Lens): number {
    const { centre } = this.geoms[index]!.mesh;
    const p = this.poses;
    const o = index * POSE_NUMBERS;
    let depth = rows[11]!;
    for (let k = 0; k < 3; k++) {
      const at = o + k * 4;
      depth +=
        rows[8 + k]! * (p[at]! * centre[0] + p[at + 1]! * centre[1] + p[at + 2]! * centre[2] + p[at + 3]!);
    }
    return depth;
  }

  /** World poses of all geoms. */
  place(bodies: Float64Array): void {
    for (let i = 0; i < this.geoms.length; i++)
      composePoses(
        bodies,
        this.geoms[i]!.geom.body * POSE_NUMBERS,
        this.#local,
        i * POSE_NUMBERS,
        this.poses,
        i * POSE_NUMBERS,
      );
  }

  /**
   * Writes where a geom stands before a lens. @param plane world; only what lies on its upper side is drawn
   * @param turned triangles appear turned round, as in a mirror
   */
  aim(index: number, lens: Lens, turned = false, plane?: readonly [number, number, number, number]): void {
    const at = this.addressOf(index);
    const { floats, words } = this.#arena;
    const p = this.poses;
    const o = index * POSE_NUMBERS;
    const matrix = (at + LAYOUT.GEOM_MATRIX) >> 2;
    for (let row = 0; row < 12; row += 4) {
      const x = lens.rows[row]!;
      const y = lens.rows[row + 1]!;
      const z = lens.rows[row + 2]!;
      for (let column = 0; column < 4; column++)
        floats[matrix + row + column] =
          x * p[o + column]! +
          y * p[o + 4 + column]! +
          z * p[o + 8 + column]! +
          (column === 3 ? lens.rows[row + 3]! : 0);
    }
    const dx = lens.eye[0] - p[o + 3]!;
    const dy = lens.eye[1] - p[o + 7]!;
    const dz = lens.eye[2] - p[o + 11]!;
    for (let k = 0; k < 3; k++) {
      floats[((at + LAYOUT.GEOM_EYE) >> 2) + k] = dx * p[o + k]! + dy * p[o + 4 + k]! + dz * p[o + 8 + k]!;
      floats[((at + LAYOUT.GEOM_POSITION) >> 2) + k] = p[o + k * 4 + 3]!;
      for (let column = 0; column < 3; column++)
        floats[((at + LAYOUT.GEOM_ROTATION) >> 2) + k * 3 + column] = p[o + k * 4 + column]!;
    }
    words[(at + LAYOUT.GEOM_FLAGS) >> 2] = turned ? 1 : 0;
    const side = (at + LAYOUT.GEOM_PLANE) >> 2;
    if (plane === undefined) return void floats.fill(0, side, side + 4);
    for (let k = 0; k < 3; k++)
      floats[side + k] = plane[0] * p[o + k]! + plane[1] * p[o + 4 + k]! + plane[2] * p[o + 8 + k]!;
    floats[side + 3] = plane[0] * p[o + 3]! + plane[1] * p[o + 7]! + plane[2] * p[o + 11]! + plane[3];
  }

  /** Whether a geom's sphere reaches into what a lens shows. */
  isInView(
    index: number,
    lens: Lens,
    near: number,
    sides: readonly number[],
    area: { left: number; right: number; bottom: number; top: number },
  ): boolean {
    const { centre, radius } = this.geoms[index]!.mesh;
    const p = this.poses;
    const o = index * POSE_NUMBERS;
    const at = (k: number) =>
      p[o + k]! * centre[0] + p[o + k + 1]! * centre[1] + p[o + k + 2]! * centre[2] + p[o + k + 3]!;
    const x = at(0);
    const y = at(4);
    const z = at(8);
    const row = (k: number) =>
      lens.rows[k]! * x + lens.rows[k + 1]! * y + lens.rows[k + 2]! * z + lens.rows[k + 3]!;
    const w = row(8);
    if (w + radius < near) return false;
    const px = row(0);
    const py = row(4);
    return (
      px - area.left * w >= -radius * sides[0]! &&
      (area.right + 1) * w - px >= -radius * sides[1]! &&
      py - area.bottom * w >= -radius * sides[2]! &&
      (area.top + 1) * w - py >= -radius * sides[3]!
    );
  }
}
