import type { SceneMesh } from '@plumb/contract';
import type { ArrayRoom } from '@plumb/core/array-room';
import { type CornerMesh, CornerWelder } from './corner-mesh.ts';

/** Below this cosine between a stored normal and the face's, a mesh without texture coordinates uses the face's. */
const SHARP = 0.8;

/**
 * A mesh's corners as MuJoCo uploads them (`mjr_uploadMesh` of its render_context.c): stored normals, but the face's
 * own at sharp edges of meshes without texture coordinates. Texture coordinates of such meshes are the positions.
 */
export function meshCorners(mesh: SceneMesh, scratch: ArrayRoom): CornerMesh {
  const { vertices, normals, texcoords, faces, normalFaces, texcoordFaces } = mesh;
  const textured = texcoordFaces.length > 0;
  const welder = new CornerWelder(faces.length, scratch);
  const out = scratch.words(faces.length);
  const face = new Float64Array(3);
  for (let at = 0; at < faces.length; at += 3) {
    if (!textured) faceNormal(vertices, faces[at]! * 3, faces[at + 1]! * 3, faces[at + 2]! * 3, face);
    for (let k = at; k < at + 3; k++) {
      const v = faces[k]! * 3;
      const n = normalFaces[k]! * 3;
      let nx = normals[n]!;
      let ny = normals[n + 1]!;
      let nz = normals[n + 2]!;
      if (!textured && nx * face[0]! + ny * face[1]! + nz * face[2]! < SHARP) {
        nx = face[0]!;
        ny = face[1]!;
        nz = face[2]!;
      }
      const length = Math.sqrt(nx * nx + ny * ny + nz * nz) || 1;
      const x = vertices[v]!;
      const y = vertices[v + 1]!;
      const z = vertices[v + 2]!;
      const t = textured ? texcoordFaces[k]! * 2 : 0;
      out[k] = welder.add(
        x,
        y,
        z,
        nx / length,
        ny / length,
        nz / length,
        textured ? texcoords[t]! : x,
        textured ? texcoords[t + 1]! : y,
        textured ? 0 : z,
      );
    }
  }
  return { corners: welder.finish(), faces: out };
}

function faceNormal(vertices: Float32Array, a: number, b: number, c: number, out: Float64Array): void {
  const ux = vertices[b]! - vertices[a]!;
  const uy = vertices[b + 1]! - vertices[a + 1]!;
  const uz = vertices[b + 2]! - vertices[a + 2]!;
  const vx = vertices[c]! - vertices[a]!;
  const vy = vertices[c + 1]! - vertices[a + 1]!;
  const vz = vertices[c + 2]! - vertices[a + 2]!;
  const x = uy * vz - uz * vy;
  const y = uz * vx - ux * vz;
  const z = ux * vy - uy * vx;
  const length = Math.sqrt(x * x + y * y + z * z);
  // a triangle without area covers nothing; any normal will do
  out[0] = length > 0 ? x / length : 0;
  out[1] = length > 0 ? y / length : 0;
  out[2] = length > 0 ? z / length : 1;
}
