import type { LocalPose, SceneMesh } from '@plumb/contract';
import type { ArrayRoom } from '@plumb/core/array-room';
import { malformedAsset } from '../malformed-asset.ts';
import { matrixOf, type Quaternion, type Vector } from '../pose.ts';
import { inertiaFrame } from './inertia-frame.ts';
import { makeNormals, normaliseAt } from './make-normals.ts';
import { LARGEST_COORDINATE, type RawMesh } from './raw-mesh.ts';

/** A mesh in the frame of its inertia, with that frame in the file's own (scaled) coordinates. */
export interface CompiledMesh {
  readonly mesh: SceneMesh;
  readonly frame: LocalPose;
  /** Largest |x|, |y|, |z| in the mesh's frame, metres: what MuJoCo takes for its geom's size. */
  readonly reach: Vector;
}

/**
 * As MuJoCo 2.3.7 compiles a mesh (mjCMesh::Compile), its arrays in `room`. `place` is what errors call it. Throws
 * `MESH_MALFORMED`.
 */
export function compileMesh(
  raw: RawMesh,
  scale: Readonly<Vector>,
  place: string,
  room: ArrayRoom,
): CompiledMesh {
  checkMesh(raw, place);
  if (scale.some((factor) => !(factor > 0)))
    throw malformedAsset('mesh', place, `its scale is ${scale.join(' ')}; mirrored meshes are not read`);
  const vertices = scaled(raw.vertices, scale, room);
  const normals = scaled(raw.normals ?? makeNormals(raw.vertices, raw.faces), scale, room);
  for (let i = 0; i < normals.length; i += 3) normaliseAt(normals, i);

  const frame = inertiaFrame(vertices, raw.faces);
  if (frame === undefined) throw malformedAsset('mesh', place, 'it encloses no volume');
  const reach = intoFrame(vertices, frame);
  intoFrame(normals, { position: [0, 0, 0], quaternion: frame.quaternion });
  const copied = new Map<Uint32Array, Uint32Array>();
  const copy = (list: Uint32Array | undefined) => {
    const known = list && copied.get(list);
    if (list === undefined || known !== undefined) return known ?? room.words(0);
    const words = room.words(list.length);
    words.set(list);
    copied.set(list, words);
    return words;
  };
  const texcoords = room.floats(raw.texcoords?.length ?? 0);
  if (raw.texcoords) texcoords.set(raw.texcoords);
  const faces = copy(raw.faces);
  return {
    mesh: {
      name: place,
      vertices,
      normals,
      texcoords,
      faces,
      normalFaces: raw.normalFaces ? copy(raw.normalFaces) : faces,
      texcoordFaces: copy(raw.texcoordFaces),
    },
    frame,
    reach,
  };
}

/** Coordinates from the frame's parent into the frame, in place; returns the largest of each. */
function intoFrame(values: Float32Array, { position, quaternion }: LocalPose): Vector {
  const [w, x, y, z] = quaternion;
  const m = matrixOf([w, -x, -y, -z] as Quaternion);
  const reach: Vector = [0, 0, 0];
  const from = new Float32Array(3);
  for (let i = 0; i < values.length; i += 3) {
    for (let k = 0; k < 3; k++) from[k] = values[i + k]! - position[k]!;
    for (let k = 0; k < 3; k++) {
      const value = m[k * 3]! * from[0]! + m[k * 3 + 1]! * from[1]! + m[k * 3 + 2]! * from[2]!;
      values[i + k] = value;
      reach[k] = Math.max(reach[k]!, Math.abs(value));
    }
  }
  return reach;
}

function scaled(values: Float32Array, scale: Readonly<Vector>, room: ArrayRoom): Float32Array {
  const out = room.floats(values.length);
  for (let i = 0; i < values.length; i += 3)
    for (let k = 0; k < 3; k++) out[i + k] = values[i + k]! * scale[k]!;
  return out;
}

function checkMesh(raw: RawMesh, place: string): void {
  const fail = (problem: string) => malformedAsset('mesh', place, problem);
  if (raw.vertices.length < 12 || raw.faces.length === 0)
    throw fail('it has fewer than 4 vertices or no face');
  const lists = [
    ['vertex', raw.faces, raw.vertices.length / 3],
    ['normal', raw.normalFaces, (raw.normals?.length ?? 0) / 3],
    ['texture coordinate', raw.texcoordFaces, (raw.texcoords?.length ?? 0) / 2],
  ] as const;
  for (const [what, indices, count] of lists) {
    if (indices === undefined) continue;
    if (indices.length !== raw.faces.length) throw fail(`its faces name ${indices.length} ${what} indices`);
    let wrong = 0;
    // a callback of `findIndex` would take five times as long
    while (wrong < indices.length && indices[wrong]! < count) wrong++;
    if (wrong < indices.length)
      throw fail(`face ${Math.floor(wrong / 3)} names a ${what} that does not exist`);
  }
  for (const values of [raw.vertices, raw.normals, raw.texcoords]) {
    if (values === undefined) continue;
    let wrong = 0;
    while (wrong < values.length && Math.abs(values[wrong]!) <= LARGEST_COORDINATE) wrong++;
    if (wrong < values.length) throw fail(`a coordinate is ${values[wrong]}`);
  }
}
