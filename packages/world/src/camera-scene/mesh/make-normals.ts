/** Below it a vector has no direction (mjMINVAL). */
const TINY = 1e-15;
/** Faces that lie flatter than this cosine against their vertex do not count for its normal. */
const SHARPEST_COSINE = 0.8;

/** Area-weighted vertex normals without the contributions of faces at sharp edges (mjCMesh::MakeNormal). `[nv, 3]` */
export function makeNormals(vertices: Float32Array, faces: Uint32Array): Float32Array {
  const normals = new Float32Array(vertices.length);
  eachFace(vertices, faces, (corners, normal, area) => {
    for (const corner of corners) for (let k = 0; k < 3; k++) normals[corner * 3 + k]! += normal[k]! * area;
  });
  const removed = new Float32Array(vertices.length);
  eachFace(vertices, faces, (corners, normal, area) => {
    for (const corner of corners) {
      const [x, y, z] = normals.subarray(corner * 3, corner * 3 + 3) as unknown as [number, number, number];
      const length = Math.sqrt(x * x + y * y + z * z);
      const cosine = length < TINY ? normal[0]! : (normal[0]! * x + normal[1]! * y + normal[2]! * z) / length;
      if (cosine >= SHARPEST_COSINE) continue;
      for (let k = 0; k < 3; k++) removed[corner * 3 + k]! += normal[k]! * area;
    }
  });
  for (let i = 0; i < normals.length; i++) normals[i]! -= removed[i]!;
  for (let i = 0; i < normals.length; i += 3) normaliseAt(normals, i);
  return normals;
}

/** To unit length; +z where there is none. */
export function normaliseAt(normals: Float32Array, at: number): void {
  const [x, y, z] = [normals[at]!, normals[at + 1]!, normals[at + 2]!];
  const length = Math.sqrt(x * x + y * y + z * z);
  if (length > TINY) {
    normals[at] = x / length;
    normals[at + 1] = y / length;
    normals[at + 2] = z / length;
  } else normals.set([0, 0, 1], at);
}

/** Twice the area is what weighs a face: the length of its cross product. */
function eachFace(
  vertices: Float32Array,
  faces: Uint32Array,
  visit: (corners: Uint32Array, normal: Float64Array, weight: number) => void,
): void {
  const normal = new Float64Array(3);
  const [a, b] = [new Float32Array(3), new Float32Array(3)];
  for (let i = 0; i < faces.length; i += 3) {
    const corners = faces.subarray(i, i + 3);
    const [p, q, r] = [corners[0]! * 3, corners[1]! * 3, corners[2]! * 3];
    for (let k = 0; k < 3; k++) {
      a[k] = vertices[q + k]! - vertices[p + k]!;
      b[k] = vertices[r + k]! - vertices[p + k]!;
    }
    normal[0] = a[1]! * b[2]! - a[2]! * b[1]!;
    normal[1] = a[2]! * b[0]! - a[0]! * b[2]!;
    normal[2] = a[0]! * b[1]! - a[1]! * b[0]!;
    const length = Math.sqrt(normal[0] ** 2 + normal[1] ** 2 + normal[2] ** 2);
    if (length < TINY) normal.set([1, 0, 0]);
    else for (let k = 0; k < 3; k++) normal[k]! /= length;
    visit(corners, normal, length);
  }
}
