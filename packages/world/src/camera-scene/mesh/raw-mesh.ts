/** A mesh as its file holds it, after reading and before MuJoCo's compiler. Counter-clockwise triangles from outside. */
export interface RawMesh {
  /** `[nv, 3]`, not scaled. */
  readonly vertices: Float32Array;
  readonly faces: Uint32Array;
  /** Undefined where they are to be computed from the faces. */
  readonly normals: Float32Array | undefined;
  readonly normalFaces: Uint32Array | undefined;
  /** `[nt, 2]`; v grows downward, as textures are stored. */
  readonly texcoords: Float32Array | undefined;
  readonly texcoordFaces: Uint32Array | undefined;
}

/** Limits. LIBERO's largest mesh has 33,000 faces and 45,000 vertices, 3 MB; MuJoCo itself stops an STL at 200,000. */
export const MESH_LIMITS = { bytes: 1 << 28, vertices: 4_000_000, faces: 4_000_000 } as const;

/** MuJoCo's bound for coordinates: beyond it, they cannot be cast to an integer. */
export const LARGEST_COORDINATE = 2 ** 30;
