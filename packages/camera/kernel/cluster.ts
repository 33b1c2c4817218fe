// A geom's clusters: culled, their vertices transformed four at a time, their triangles handed to the rasteriser.
import {
  CLUSTER_BYTES, CLUSTER_CONE, CLUSTER_FACES, CLUSTER_FACE_COUNT, CLUSTER_MAX_VERTICES,
  CLUSTER_SPHERE, CLUSTER_VERTEX_COUNT, CLUSTER_VERTICES, GEOM_CLUSTERS, GEOM_CLUSTER_COUNT, GEOM_EYE, GEOM_FIRST_ID,
  GEOM_FLAGS, GEOM_MATRIX, GEOM_PLANE,
} from './layout';
import { clipTriangle } from './clip';
import { isSphereHidden, refreshHidden } from './hidden';
import { drawTriangle } from './raster';
import { bottom, left, lengthBottom, lengthLeft, lengthRight, lengthTop, near, right, scratch, top } from './state';

/** Of one array in the scratch. */
const ARRAY: usize = CLUSTER_MAX_VERTICES * 4;
const FX: usize = 0;
const FY: usize = ARRAY;
const INVERSE: usize = 2 * ARRAY;
const IX: usize = 3 * ARRAY;
const IY: usize = 4 * ARRAY;
/** Snapped coordinates beyond this, in 256ths, are clipped first: 32-bit edge functions hold up to here. */
const GUARD: f32 = 1048576;
/** Stands in IX for a vertex that must be clipped. */
const OUTSIDE: i32 = i32.MIN_VALUE;

/** @param culling false draws every cluster, and looks nothing up */
export function drawGeom(geom: usize, culling: bool): void {
  const first = load<u32>(geom, GEOM_CLUSTERS) as usize;
  const end = first + (load<u32>(geom, GEOM_CLUSTER_COUNT) as usize) * CLUSTER_BYTES;
  for (let cluster = first; cluster < end; cluster += CLUSTER_BYTES) {
    if (!culling || isVisible(geom, cluster)) drawCluster(geom, cluster);
  }
  if (culling) refreshHidden();
}

function isVisible(geom: usize, cluster: usize): bool {
  const x = load<f32>(cluster, CLUSTER_SPHERE);
  const y = load<f32>(cluster, CLUSTER_SPHERE + 4);
  const z = load<f32>(cluster, CLUSTER_SPHERE + 8);
  const radius = load<f32>(cluster, CLUSTER_SPHERE + 12);
  const w = row(geom, 32, x, y, z);
  if (w + radius < near) return false;
  const px = row(geom, 0, x, y, z);
  if (px - (left as f32) * w < -radius * lengthLeft) return false;
  if (((right + 1) as f32) * w - px < -radius * lengthRight) return false;
  const py = row(geom, 16, x, y, z);
  if (py - (bottom as f32) * w < -radius * lengthBottom) return false;
  if (((top + 1) as f32) * w - py < -radius * lengthTop) return false;
  if (planeAt(geom, x, y, z) < -radius) return false;
  const sine = load<f32>(cluster, CLUSTER_CONE + 12);
  if (sine <= 1 && facesAway(geom, cluster, x, y, z, radius, sine)) return false;
  return !isSphereHidden(px, py, w, radius, max(lengthLeft, lengthRight), max(lengthBottom, lengthTop));
}

/** Whether all normals point away from the eye, from wherever in the sphere. */
@inline
function facesAway(geom: usize, cluster: usize, x: f32, y: f32, z: f32, radius: f32, sine: f32): bool {
  const dx = x - load<f32>(geom, GEOM_EYE);
  const dy = y - load<f32>(geom, GEOM_EYE + 4);
  const dz = z - load<f32>(geom, GEOM_EYE + 8);
  const along =
    dx * load<f32>(cluster, CLUSTER_CONE) +
    dy * load<f32>(cluster, CLUSTER_CONE + 4) +
    dz * load<f32>(cluster, CLUSTER_CONE + 8);
  return along >= sine * sqrt(dx * dx + dy * dy + dz * dz) + radius;
}

@inline
function row(geom: usize, offset: usize, x: f32, y: f32, z: f32): f32 {
  const at = geom + offset;
  return load<f32>(at) * x + load<f32>(at, 4) * y + load<f32>(at, 8) * z + load<f32>(at, 12);
}

@inline
function planeAt(geom: usize, x: f32, y: f32, z: f32): f32 {
  return row(geom, GEOM_PLANE, x, y, z);
}

function drawCluster(geom: usize, cluster: usize): void {
  const count = (load<u32>(cluster, CLUSTER_VERTEX_COUNT) + 3) & ~3;
  const clipped = transform(geom, load<u32>(cluster, CLUSTER_VERTICES) as usize, (count as usize) * 4);
  const faces = load<u32>(cluster, CLUSTER_FACES) as usize;
  const vertices = load<u32>(cluster, CLUSTER_VERTICES) as usize;
  const faceCount = load<u32>(cluster, CLUSTER_FACE_COUNT);
  const turned = (load<u32>(geom, GEOM_FLAGS) & 1) != 0;
  const firstId = load<u32>(geom, GEOM_FIRST_ID);
  for (let face: u32 = 0; face < faceCount; face++) {
    const entry = faces + ((face as usize) << 3);
    const corners = load<u32>(entry);
    const a = scratch + ((corners & 255) << 2);
    let b = scratch + (((corners >> 8) & 255) << 2);
    let c = scratch + (((corners >> 16) & 255) << 2);
    if (turned) {
      const swap = b;
      b = c;
      c = swap;
    }
    const x0 = load<i32>(a, IX);
    const x1 = load<i32>(b, IX);
    const x2 = load<i32>(c, IX);
    if (clipped && (x0 == OUTSIDE || x1 == OUTSIDE || x2 == OUTSIDE)) {
      clipTriangle(geom, vertices, (count as usize) * 4, a - scratch, b - scratch, c - scratch, firstId + load<u32>(entry, 4));
      continue;
    }
    const y0 = load<i32>(a, IY);
    const y1 = load<i32>(b, IY);
    const y2 = load<i32>(c, IY);
    const area = ((x1 - x0) as i64) * (y2 - y0) - ((x2 - x0) as i64) * (y1 - y0);
    if (area <= 0) continue;
    drawTriangle(
      x0, y0, x1, y1, x2, y2,
      load<f32>(a, FX), load<f32>(a, FY), load<f32>(a, INVERSE),
      load<f32>(b, FX), load<f32>(b, FY), load<f32>(b, INVERSE),
      load<f32>(c, FX), load<f32>(c, FY), load<f32>(c, INVERSE),
      firstId + load<u32>(entry, 4),
    );
  }
}

/** @returns whether any vertex is behind the near plane, far outside the picture or beyond the mirror's plane */
function transform(geom: usize, vertices: usize, bytes: usize): bool {
  const x0 = v128.load32_splat(geom, GEOM_MATRIX);
  const x1 = v128.load32_splat(geom, GEOM_MATRIX + 4);
  const x2 = v128.load32_splat(geom, GEOM_MATRIX + 8);
  const x3 = v128.load32_splat(geom, GEOM_MATRIX + 12);
  const y0 = v128.load32_splat(geom, GEOM_MATRIX + 16);
  const y1 = v128.load32_splat(geom, GEOM_MATRIX + 20);
  const y2 = v128.load32_splat(geom, GEOM_MATRIX + 24);
  const y3 = v128.load32_splat(geom, GEOM_MATRIX + 28);
  const w0 = v128.load32_splat(geom, GEOM_MATRIX + 32);
  const w1 = v128.load32_splat(geom, GEOM_MATRIX + 36);
  const w2 = v128.load32_splat(geom, GEOM_MATRIX + 40);
  const w3 = v128.load32_splat(geom, GEOM_MATRIX + 44);
  const p0 = v128.load32_splat(geom, GEOM_PLANE);
  const p1 = v128.load32_splat(geom, GEOM_PLANE + 4);
  const p2 = v128.load32_splat(geom, GEOM_PLANE + 8);
  const p3 = v128.load32_splat(geom, GEOM_PLANE + 12);
  const nearest = f32x4.splat(near);
  const guard = f32x4.splat(GUARD);
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  const subpixels = f32x4.splat(256);
  let any = i32x4.splat(0);
  for (let at: usize = 0; at < bytes; at += 16) {
    const x = v128.load(vertices + at);
    const y = v128.load(vertices + bytes + at);
    const z = v128.load(vertices + bytes + bytes + at);
    const w = f32x4.add(f32x4.add(f32x4.mul(x, w0), f32x4.mul(y, w1)), f32x4.add(f32x4.mul(z, w2), w3));
    const inverse = f32x4.div(one, w);
    const fx = f32x4.mul(
      f32x4.add(f32x4.add(f32x4.mul(x, x0), f32x4.mul(y, x1)), f32x4.add(f32x4.mul(z, x2), x3)),
      inverse,
    );
    const fy = f32x4.mul(
      f32x4.add(f32x4.add(f32x4.mul(x, y0), f32x4.mul(y, y1)), f32x4.add(f32x4.mul(z, y2), y3)),
      inverse,
    );
    const sx = f32x4.nearest(f32x4.mul(fx, subpixels));
    const sy = f32x4.nearest(f32x4.mul(fy, subpixels));
    const plane = f32x4.add(f32x4.add(f32x4.mul(x, p0), f32x4.mul(y, p1)), f32x4.add(f32x4.mul(z, p2), p3));
    const bad = v128.or(
      v128.or(f32x4.lt(w, nearest), f32x4.lt(plane, zero)),
      v128.or(f32x4.gt(f32x4.abs(sx), guard), f32x4.gt(f32x4.abs(sy), guard)),
    );
    any = v128.or(any, bad);
    const out = scratch + at;
    v128.store(out, fx, FX);
    v128.store(out, fy, FY);
    v128.store(out, inverse, INVERSE);
    v128.store(out, v128.bitselect(i32x4.splat(OUTSIDE), i32x4.trunc_sat_f32x4_s(sx), bad), IX);
    v128.store(out, i32x4.trunc_sat_f32x4_s(sy), IY);
  }
  return v128.any_true(any);
}
