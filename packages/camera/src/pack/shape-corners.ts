import type { GeomType, SceneGeom } from '@plumb/contract';
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
/** Unit position in the part's own frame (it is what textures follow), unit normal before scaling. */
type Emit = (position: Vertex, normal: Vertex) => number;

/**
 * A shape's corners with its size applied, in the order in which MuJoCo draws them (`makeBuiltin`, `makePlane` of its
 * render_context.c). Texture coordinates are the position on the unit shape; of a plane the position in metres.
 */
export function shapeCorners(
  type: Exclude<GeomType, 'mesh'>,
  size: SceneGeom['size'],
  quality: ShapeQuality,
): CornerMesh {
  const faces: number[] = [];
  const welder = new CornerWelder(cornerLimit(type, size, quality));
  const put = (scale: Vertex, shift: number): Emit => {
    return (p, n) => {
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
        p[0],
        p[1],
        p[2],
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
  const at = (x: number, y: number) => emit([xs[x]!, ys[y]!, 0], up);
  for (let x = 0; x + 1 < xs.length; x++)
    for (let y = 0; y + 1 < ys.length; y++) quad(at(x, y), at(x + 1, y), at(x + 1, y + 1), at(x, y + 1));
}

function box(emit: Emit, { quad }: Draw, quads: number): void {
  const step = 2 / quads;
  for (let x = 0; x < quads; x++) {
    for (let y = 0; y < quads; y++) {
      const l = step * x - 1;
      const r = step * (x + 1) - 1;
      const b = step * y - 1;
      const t = step * (y + 1) - 1;
      const side = (normal: Vertex, corners: Vertex[]) => {
        const [a, b1, c, d] = corners.map((corner) => emit(corner, normal));
        quad(a!, b1!, c!, d!);
      };
      side(
        [0, 0, 1],
        [
          [l, b, 1],
          [r, b, 1],
          [r, t, 1],
          [l, t, 1],
        ],
      );
      side(
        [0, 0, -1],
        [
          [l, t, -1],
          [r, t, -1],
          [r, b, -1],
          [l, b, -1],
        ],
      );
      side(
        [1, 0, 0],
        [
          [1, l, b],
          [1, r, b],
          [1, r, t],
          [1, l, t],
        ],
      );
      side(
        [-1, 0, 0],
        [
          [-1, l, t],
          [-1, r, t],
          [-1, r, b],
          [-1, l, b],
        ],
      );
      side(
        [0, -1, 0],
        [
          [l, -1, b],
          [r, -1, b],
          [r, -1, t],
          [l, -1, t],
        ],
      );
      side(
        [0, 1, 0],
        [
          [l, 1, t],
          [r, 1, t],
          [r, 1, b],
          [l, 1, b],
        ],
      );
    }
  }
}

const turn = (j: number, slices: number) => (2 * Math.PI * j) / slices;

function ball(azimuth: number, elevation: number): Vertex {
  const level = Math.cos(elevation);
  return [Math.cos(azimuth) * level, Math.sin(azimuth) * level, Math.sin(elevation)];
}

function sphere(emit: Emit, { triangle, quad }: Draw, slices: number, half: number): void {
  const at = (azimuth: number, elevation: number) => {
    const p = ball(azimuth, elevation);
    return emit(p, p);
  };
  for (const sign of [-1, 1]) {
    const ring = (0.5 * Math.PI * sign * (half - 1)) / half;
    for (let j = 0; j < slices; j++) {
      const a = at(turn(j, slices), ring);
      const b = at(turn(j + 1, slices), ring);
      const pole = emit([0, 0, sign], [0, 0, sign]);
      if (sign > 0) triangle(a, b, pole);
      else triangle(pole, b, a);
    }
  }
  for (const sign of [-1, 1]) {
    for (let i = 0; i < half - 1; i++) {
      const low = (0.5 * Math.PI * sign * i) / half;
      const high = (0.5 * Math.PI * sign * (i + 1)) / half;
      for (let j = 0; j < slices; j++) {
        const l = turn(j, slices);
        const r = turn(j + 1, slices);
        if (sign > 0) quad(at(l, low), at(r, low), at(r, high), at(l, high));
        else quad(at(l, high), at(r, high), at(r, low), at(l, low));
      }
    }
  }
}

/** A capsule's end: it stands on its own origin shifted by one radius, which its texture follows. */
function halfSphere(
  emit: Emit,
  { triangle, quad }: Draw,
  sign: number,
  slices: number,
  stacks: number,
): void {
  const at = (azimuth: number, elevation: number) => {
    const n = ball(azimuth, elevation);
    return emit([n[0], n[1], n[2] + sign], n);
  };
  const ring = (0.5 * Math.PI * sign * (stacks - 1)) / stacks;
  for (let j = 0; j < slices; j++) {
    const a = at(turn(j, slices), ring);
    const b = at(turn(j + 1, slices), ring);
    const pole = emit([0, 0, 2 * sign], [0, 0, sign]);
    if (sign > 0) triangle(a, b, pole);
    else triangle(pole, b, a);
  }
  for (let i = 0; i < stacks - 1; i++) {
    const low = (0.5 * Math.PI * sign * i) / stacks;
    const high = (0.5 * Math.PI * sign * (i + 1)) / stacks;
    for (let j = 0; j < slices; j++) {
      const l = turn(j, slices);
      const r = turn(j + 1, slices);
      if (sign > 0) quad(at(l, low), at(r, low), at(r, high), at(l, high));
      else quad(at(l, high), at(r, high), at(r, low), at(l, low));
    }
  }
}

function disk(emit: Emit, { triangle, quad }: Draw, sign: number, slices: number, rings: number): void {
  const normal: Vertex = [0, 0, sign];
  const at = (azimuth: number, radius: number) =>
    emit([Math.cos(azimuth) * radius, Math.sin(azimuth) * radius, sign], normal);
  for (let j = 0; j < slices; j++) {
    const a = at(turn(j, slices), 1 / rings);
    const b = at(turn(j + 1, slices), 1 / rings);
    const centre = emit([0, 0, sign], normal);
    if (sign > 0) triangle(a, b, centre);
    else triangle(centre, b, a);
  }
  for (let i = 0; i < rings - 1; i++) {
    const inner = (i + 1) / rings;
    const outer = (i + 2) / rings;
    for (let j = 0; j < slices; j++) {
      const l = turn(j, slices);
      const r = turn(j + 1, slices);
      if (sign > 0) quad(at(l, outer), at(r, outer), at(r, inner), at(l, inner));
      else quad(at(l, inner), at(r, inner), at(r, outer), at(l, outer));
    }
  }
}

function tube(emit: Emit, { quad }: Draw, slices: number, stacks: number): void {
  const at = (azimuth: number, height: number) => {
    const x = Math.cos(azimuth);
    const y = Math.sin(azimuth);
    return emit([x, y, height], [x, y, 0]);
  };
  for (let i = 0; i < stacks; i++) {
    const low = (2 * i) / stacks - 1;
    const high = (2 * (i + 1)) / stacks - 1;
    for (let j = 0; j < slices; j++) {
      const l = turn(j, slices);
      const r = turn(j + 1, slices);
      quad(at(l, low), at(r, low), at(r, high), at(l, high));
    }
  }
}
