import { malformedAsset } from '../malformed-asset.ts';
import type { RawMesh } from './raw-mesh.ts';
import { MESH_LIMITS } from './raw-mesh.ts';

/** MuJoCo's own binary format: four counts, then vertices, normals, texcoords, faces. Throws `MESH_MALFORMED`. */
export function readMsh(bytes: Uint8Array, place: string): RawMesh {
  const fail = (problem: string) => malformedAsset('mesh', place, problem);
  if (bytes.byteLength < 16) throw fail('its header is cut short');
  // small files lie anywhere in a pool, and typed arrays want multiples of four
  const { buffer, byteOffset } = bytes.byteOffset % 4 === 0 ? bytes : new Uint8Array(bytes);
  const [vertices = 0, normals = 0, texcoords = 0, faces = 0] = new Uint32Array(buffer, byteOffset, 4);
  if (vertices < 4 || vertices > MESH_LIMITS.vertices || faces < 1 || faces > MESH_LIMITS.faces)
    throw fail(`it declares ${vertices} vertices and ${faces} faces`);
  if ((normals !== 0 && normals !== vertices) || (texcoords !== 0 && texcoords !== vertices))
    throw fail(`${normals} normals and ${texcoords} texture coordinates do not fit ${vertices} vertices`);
  const size = 16 + 12 * vertices + 12 * normals + 8 * texcoords + 12 * faces;
  if (bytes.byteLength !== size) throw fail(`it has ${bytes.byteLength} bytes, its header wants ${size}`);
  let offset = byteOffset + 16;
  const floats = (count: number) => {
    const part = new Float32Array(buffer, offset, count);
    offset += count * 4;
    return part;
  };
  const vertexData = floats(3 * vertices);
  const normalData = normals > 0 ? floats(3 * normals) : undefined;
  const texcoordData = texcoords > 0 ? floats(2 * texcoords) : undefined;
  const faceData = new Uint32Array(buffer, offset, 3 * faces);
  return {
    vertices: vertexData,
    faces: faceData,
    normals: normalData,
    normalFaces: normalData && faceData,
    texcoords: texcoordData,
    texcoordFaces: texcoordData && faceData,
  };
}
