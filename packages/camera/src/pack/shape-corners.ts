import type { GeomType, SceneGeom } from '@plumb/contract';
import type { ArrayRoom } from '@plumb/core/array-room';
import { type CornerMesh, CornerWelder } from './corner-mesh.ts';

/** How finely MuJoCo cuts its shapes: `vis.quality`. */
export interface ShapeQuality {
  readonly slices: number;
  readonly stacks: number;
  readonly quads: number;
}

/** Largest number of grid lines of a plane, less two for padding (`mjMAXPLANEGRID` of MuJoCo's mjrender.h). */
const PLANE_LINES = 198;

type Vertex = readonly [x: number, y: number, z: number];
/**
 * Unit position in the part's own frame, unit normal before scaling, and where MuJoCo 3.14 puts a flat texture.
 */
type Emit = (position: Vertex, normal: Vertex, u: number, v: number) => number;

/**
 * A shape's corners with its size applied, in the order in which MuJoCo draws them (`makeBuiltin`, `makePlane` of its
 * render_context.c). Texture coordinates are the position on the unit shape, of a plane the position in metres; or
 * with `wrapped` those that 3.14 gives flat textures.
 */
export function shapeCorners(
  type: Exclude<GeomType, 'mesh'>,
  size: SceneGeom['size'],
  quality: ShapeQuality,
  wrapped: boolean,
  scratch: ArrayRoom,
): CornerMesh {
  const faces: number[] = [];
  const welder = new CornerWelder(cornerLimit(type, size, quality), scratch);
  const put = (scale: Vertex, shift: number): Emit => {
    return (p, n, u, v) => {
      const nx = n[0] / scale[0];
      const ny = n[1] / scale[1];
      const nz = n[2] / scale[2];
      const length = Math.hypot(nx, ny, nz) || 1;
      return welder.add(
        p[0] * scale[0],
        p[1] * scale[1],
        p[2] * scale[2] + shift,
        nx / length,
        ny / length,
        nz / length,
        wrapped ? u : p[0],
        wrapped ? v : p[1],
        wrapped ? 0 : p[2],
      );
    };
  };
  const triangle = (a: number, b: number, c: number) => faces.push(a, b, c);
  // as llvmpipe cuts quads
  const quad = (a: number, b: number, c: number, d: number) => faces.push(a, b, d, b, c, d);
  const draw = { triangle, quad };
  const { slices, stacks, quads } = quality;
  const half = Math.floor(stacks / 2);
  const [sx, sy, sz] = size;
  if (type === 'plane') plane(put([1, 1, 1], 0), draw, size);
  else if (type === 'box') box(put([sx, sy, sz], 0), draw, quads);
  else if (type === 'sphere') sphere(put([sx, sx, sx], 0), draw, slices, half);
  else if (type === 'ellipsoid') sphere(put([sx, sy, sz], 0), draw, slices, half);
  else if (type === 'cylinder') {
    const emit = put([sx, sx, sy], 0);
    disk(emit, draw, -1, slices, half);
    tube(emit, draw, slices, stacks);
    disk(emit, draw, 1, slices, half);
  } else {
    tube(put([sx, sx, sy], 0), draw, slices, stacks);
    halfSphere(put([sx, sx, sx], sy - sx), draw, 1, slices, half);
    halfSphere(put([sx, sx, sx], sx - sy), draw, -1, slices, half);
  }
  return { corners: welder.finish(), faces: Uint32Array.from(faces) };
}

interface Draw {
  triangle(a: number, b: number, c: number): void;
  quad(a: number, b: number, c: number, d: number): void;
}

function cornerLimit(
  type: GeomType,
  size: SceneGeom['size'],
  { slices, stacks, quads }: ShapeQuality,
): number {
  if (type === 'plane') return 4 * planeLines(size[0], size[2]).length * planeLines(size[1], size[2]).length;
  return type === 'box' ? 24 * quads * quads + 1 : 16 * slices * (stacks + 2);
}

/** Grid lines of a finite plane along one side, ends included. */
function planeLines(side: number, spacing: number): number[] {
  const cell = Math.max(spacing, side / PLANE_LINES);
  let cells = Math.floor(side / cell);
  cells -= cells % 2;
  const pad = side - cells * cell;
  const lines = [-side];
  for (let i = 0; i < cells + 2; i++) {
    const from = i === 0 ? -side : -side + pad + (i - 1) * cell * 2;
    const to = from + (i === 0 || i === cells + 1 ? pad : cell * 2);
    lines[i] = from;
    lines[i + 1] = Math.max(from, to);
  }
  return lines;
}

function plane(emit: Emit, { quad }: Draw, size: SceneGeom['size']): void {
  const xs = planeLines(size[0], size[2]);
  const ys = planeLines(size[1], size[2]);
  const up: Vertex = [0, 0, 1];
  const at = (x: number, y: number) =>
    emit([xs[x]!, ys[y]!, 0], up, 0.5 + xs[x]! / (2 * size[0]), 0.5 - ys[y]! / (2 * size[1]));
  for (let x = 0; x + 1 < xs.length; x++)
    for (let y = 0; y + 1 < ys.length; y++) quad(at(x, y), at(x + 1, y), at(x + 1, y + 1), at(x, y + 1));
}

/** Axis that a side faces, its sign, and whether its quads start at the bottom, in drawing order. */
const SIDES = [
  [2, 1, true],
  [2, -1, false],
  [0, 1, true],
  [0, -1, false],
  [1, -1, true],
  [1, 1, false],
] as const;

function box(emit: Emit, { quad }: Draw, quads: number): void {
  const step = 2 / quads;
  for (let x = 0; x < quads; x++) {
    for (let y = 0; y < quads; y++) {
      const l = step * x - 1;
      const r = step * (x + 1) - 1;
      const b = step * y - 1;
      const t = step * (y + 1) - 1;
      for (const [axis, sign, upwards] of SIDES) {
        const place = (value: number, h: number, v: number): Vertex =>
          axis === 0 ? [value, h, v] : axis === 1 ? [h, value, v] : [h, v, value];
        const at = (h: number, v: number) =>
          emit(place(sign, h, v), place(sign, 0, 0), (1 + h) / 2, (1 - v) / 2);
        const [first, second] = upwards ? [b, t] : [t, b];
        quad(at(l, first), at(r, first), at(r, second), at(l, second));
      }
    }
  }
}

const turn = (j: number, slices: number) => (2 * Math.PI * j) / slices;

function ball(azimuth: number, elevation: number): Vertex {
  const level = Math.cos(elevation);
  return [Math.cos(azimuth) * level, Math.sin(azimuth) * level, Math.sin(elevation)];
}

function sphere(emit: Emit, { triangle, quad }: Draw, slices: number, half: number): void {
  /** Ring `i` from the equator, slice `j`. */
  const at = (sign: number, i: number, j: number) => {
    const p = ball(turn(j, slices), (0.5 * Math.PI * sign * i) / half);
    return emit(p, p, j / slices, 0.5 - (sign * i) / (2 * half));
  };
  for (const sign of [-1, 1]) {
    for (let j = 0; j < slices; j++) {
      const a = at(sign, half - 1, j);
      const b = at(sign, half - 1, j + 1);
      const pole = emit([0, 0, sign], [0, 0, sign], (j + 0.5) / slices, sign > 0 ? 0 : 1);
      if (sign > 0) triangle(a, b, pole);
      else triangle(pole, b, a);
    }
  }
  for (const sign of [-1, 1]) {
    for (let i = 0; i < half - 1; i++)
      for (let j = 0; j < slices; j++) ringQuad(quad, sign, (k, l) => at(sign, k, l), i, j);
  }
}

/** A quad between rings `i` and `i + 1`, turned as the half that it lies in demands. */
function ringQuad(
  quad: Draw['quad'],
  sign: number,
  at: (i: number, j: number) => number,
  i: number,
  j: number,
): void {
  if (sign > 0) quad(at(i, j), at(i, j + 1), at(i + 1, j + 1), at(i + 1, j));
  else quad(at(i + 1, j), at(i + 1, j + 1), at(i, j + 1), at(i, j));
}

/** A capsule's end: it stands on its own origin shifted by one radius, which its texture follows. */
function halfSphere(
  emit: Emit,
  { triangle, quad }: Draw,
  sign: number,
  slices: number,
  stacks: number,
): void {
  const along = (i: number) => (sign > 0 ? 1 - i / stacks : i / stacks);
  const at = (i: number, j: number) => {
    const n = ball(turn(j, slices), (0.5 * Math.PI * sign * i) / stacks);
    return emit([n[0], n[1], n[2] + sign], n, j / slices, along(i));
  };
  for (let j = 0; j < slices; j++) {
    const a = at(stacks - 1, j);
    const b = at(stacks - 1, j + 1);
    const pole = emit([0, 0, 2 * sign], [0, 0, sign], (j + 0.5) / slices, along(stacks));
    if (sign > 0) triangle(a, b, pole);
    else triangle(pole, b, a);
  }
  for (let i = 0; i < stacks - 1; i++) for (let j = 0; j < slices; j++) ringQuad(quad, sign, at, i, j);
}

function disk(emit: Emit, { triangle, quad }: Draw, sign: number, slices: number, rings: number): void {
  const normal: Vertex = [0, 0, sign];
  /** Ring `i` from the middle. */
  const at = (i: number, j: number) => {
    const x = (Math.cos(turn(j, slices)) * i) / rings;
    const y = (Math.sin(turn(j, slices)) * i) / rings;
    return emit([x, y, sign], normal, 0.5 + 0.5 * x, 0.5 + 0.5 * y);
  };
  for (let j = 0; j < slices; j++) {
    const a = at(1, j);
    const b = at(1, j + 1);
    const centre = emit([0, 0, sign], normal, 0.5, 0.5);
    if (sign > 0) triangle(a, b, centre);
    else triangle(centre, b, a);
  }
  for (let i = 1; i < rings; i++)
    for (let j = 0; j < slices; j++) ringQuad(quad, sign, (k, l) => at(2 * i + 1 - k, l), i, j);
}

function tube(emit: Emit, { quad }: Draw, slices: number, stacks: number): void {
  const at = (i: number, j: number) => {
    const x = Math.cos(turn(j, slices));
    const y = Math.sin(turn(j, slices));
    const height = (2 * i) / stacks - 1;
    return emit([x, y, height], [x, y, 0], j / slices, (1 - height) / 2);
  };
  for (let i = 0; i < stacks; i++) for (let j = 0; j < slices; j++) ringQuad(quad, 1, at, i, j);
}
