/** A geometric body as a camera draws it. Lengths in metres, model frame of its body. */
export interface SceneGeom {
  readonly id: number;
  readonly type: 'plane' | 'sphere' | 'capsule' | 'ellipsoid' | 'cylinder' | 'box' | 'mesh';
  readonly size: readonly [number, number, number];
  readonly mesh?: number;
  readonly material?: number;
  readonly rgba: readonly [number, number, number, number];
}

/** What a camera can draw: everything that does not move. Poses are given apart, once a frame. */
export interface Scene {
  readonly geoms: readonly SceneGeom[];
  readonly meshes: readonly { readonly vertices: Float32Array; readonly faces: Uint32Array }[];
  readonly cameras: readonly { readonly name: string; readonly fovy: number }[];
}
