import { malformedAsset } from '../malformed-asset.ts';
import type { RawMesh } from './raw-mesh.ts';

/** MuJoCo 2.3.7's bound (user_mesh.cc, LoadSTL). */
const MOST_FACES = 200_000;
const HEADER = 84;
const FACE = 50;

/** A binary STL; MuJoCo reads no ASCII either. Normals in the file are ignored. Throws `MESH_MALFORMED`. */
export function readStl(bytes: Uint8Array, place: string): RawMesh {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = bytes.byteLength < HEADER ? 0 : view.getUint32(80, true);
  if (count < 1 || count > MOST_FACES || HEADER + count * FACE !== bytes.byteLength)
    throw malformedAsset('mesh', place, `this is not a binary STL of 1 to ${MOST_FACES} triangles`);
  const corners = new Float32Array(count * 9);
  for (let face = 0; face < count; face++) {
    const start = HEADER + face * FACE + 12;
    for (let k = 0; k < 9; k++) corners[face * 9 + k] = view.getFloat32(start + k * 4, true);
  }
  return {
    ...joinEqualCorners(corners),
    normals: undefined,
    normalFaces: undefined,
    texcoords: undefined,
    texcoordFaces: undefined,
  };
}

/**
 * Equal corners become one vertex (RemoveRepeated). Neighbours in an order by one number are compared, so two equal
 * corners with an unequal one between them stay two, there as here.
 */
function joinEqualCorners(corners: Float32Array): { vertices: Float32Array; faces: Uint32Array } {
  const count = corners.length / 3;
  const keys = new Float32Array(count);
  for (let i = 0; i < count; i++)
    keys[i] = corners[i * 3]! + 1e-2 * corners[i * 3 + 1]! + 1e-4 * corners[i * 3 + 2]!;
  const order = Uint32Array.from({ length: count }, (_, i) => i).sort((a, b) => keys[a]! - keys[b]! || a - b);
  const first = Uint32Array.from({ length: count }, (_, i) => i);
  for (let n = 1; n < count; n++) {
    const [a, b] = [order[n - 1]! * 3, order[n]! * 3];
    if (corners[a] === corners[b] && corners[a + 1] === corners[b + 1] && corners[a + 2] === corners[b + 2])
      first[b / 3] = first[a / 3]!;
  }
  const place = new Uint32Array(count);
  const vertices: number[] = [];
  for (let i = 0; i < count; i++) {
    if (first[i] !== i) continue;
    place[i] = vertices.length / 3;
    vertices.push(corners[i * 3]!, corners[i * 3 + 1]!, corners[i * 3 + 2]!);
  }
  return { vertices: Float32Array.from(vertices), faces: first.map((corner) => place[corner]!) };
}
