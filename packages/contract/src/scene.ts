/** A pose in the frame of its body: metres, and a unit quaternion w x y z. */
export interface LocalPose {
  readonly position: readonly [number, number, number];
  readonly quaternion: readonly [number, number, number, number];
}

export type GeomType = 'plane' | 'sphere' | 'capsule' | 'ellipsoid' | 'cylinder' | 'box' | 'mesh';

/** A geom or site as a camera draws it. Lengths in metres. Order in the scene is the drawing order. */
export interface SceneGeom {
  readonly kind: 'geom' | 'site';
  /** Id in the full model, counted by kind. */
  readonly id: number;
  readonly name: string;
  /** Index of the body that carries it; 0 is the world. */
  readonly body: number;
  readonly pose: LocalPose;
  readonly type: GeomType;
  /** MuJoCo's meaning by type: half sizes of a box, radius and half length of a cylinder, … Unused for a mesh. */
  readonly size: readonly [number, number, number];
  /** MuJoCo's visibility group, 0 to 5. */
  readonly group: number;
  /** Index into `meshes`, for a mesh only. */
  readonly mesh: number | undefined;
  /** Index into `materials`. */
  readonly material: number | undefined;
  /** As in the model: (.5, .5, .5, 1) gives way to the material's; negative alpha hides. */
  readonly rgba: readonly [number, number, number, number];
}

/**
 * A mesh as MuJoCo compiles it: corners with three index lists. Coordinates after scale, in the frame in which its
 * geom's `pose` places it.
 */
export interface SceneMesh {
  readonly name: string;
  /** `[nv, 3]` metres. */
  readonly vertices: Float32Array;
  /** `[nn, 3]` unit. */
  readonly normals: Float32Array;
  /** `[nt, 2]`, empty where the mesh has none. */
  readonly texcoords: Float32Array;
  /** `[nf, 3]` each, counter-clockwise from outside. `texcoordFaces` is empty where there are no texcoords. */
  readonly faces: Uint32Array;
  readonly normalFaces: Uint32Array;
  readonly texcoordFaces: Uint32Array;
}

export interface SceneMaterial {
  readonly name: string;
  readonly rgba: readonly [number, number, number, number];
  readonly emission: number;
  readonly specular: number;
  readonly shininess: number;
  readonly reflectance: number;
  /** Index into `textures`. */
  readonly texture: number | undefined;
  readonly texRepeat: readonly [number, number];
  readonly texUniform: boolean;
}

export interface SceneTexture {
  readonly name: string;
  readonly type: '2d' | 'cube' | 'skybox';
  readonly width: number;
  /** Of all faces together: six stacked squares for a cube that is not repeated. */
  readonly height: number;
  /** `height * width * 3` bytes, as MuJoCo holds them (row 0 is t = 0). */
  readonly data: Uint8Array;
  /** What the file says of its colours; only `--look 3` heeds it. */
  readonly srgb: boolean;
}

export interface SceneLight {
  readonly name: string;
  readonly body: number;
  readonly position: readonly [number, number, number];
  readonly direction: readonly [number, number, number];
  readonly directional: boolean;
  readonly active: boolean;
  readonly castShadow: boolean;
  /** Constant, linear, quadratic. */
  readonly attenuation: readonly [number, number, number];
  /** Degrees. */
  readonly cutoff: number;
  readonly exponent: number;
  readonly ambient: readonly [number, number, number];
  readonly diffuse: readonly [number, number, number];
  readonly specular: readonly [number, number, number];
}

export interface SceneCamera {
  readonly name: string;
  readonly body: number;
  /** Looks along -z, up is +y. */
  readonly pose: LocalPose;
  /** Vertical field of view, degrees. */
  readonly fovy: number;
}

/** What a camera can draw: everything that does not move. Poses are given apart, once a frame. */
export interface Scene {
  /** Bodies of the model, world first; the length of the poses. */
  readonly bodies: number;
  /** Geoms in the order of the model, then sites. */
  readonly geoms: readonly SceneGeom[];
  readonly meshes: readonly SceneMesh[];
  readonly materials: readonly SceneMaterial[];
  readonly textures: readonly SceneTexture[];
  /** Without the headlight. */
  readonly lights: readonly SceneLight[];
  readonly headlight: {
    readonly ambient: readonly [number, number, number];
    readonly diffuse: readonly [number, number, number];
    readonly specular: readonly [number, number, number];
    readonly active: boolean;
  };
  readonly cameras: readonly SceneCamera[];
  /** Metres: `vis.map.znear * stat.extent`, `vis.map.zfar * stat.extent`. */
  readonly near: number;
  readonly far: number;
  /** `vis.quality`: how spheres and cylinders, and boxes, are cut. */
  readonly slices: number;
  readonly stacks: number;
  readonly quads: number;
  readonly samples: number;
}

/** Where everything is in one frame, world coordinates. `bodies` rows each. */
export interface ScenePoses {
  /** `[bodies, 3]` metres. */
  readonly positions: Float64Array;
  /** `[bodies, 4]` unit quaternions w x y z. */
  readonly quaternions: Float64Array;
  /** Alpha of sites that the task shows or hides (a lit burner), by site id; others keep the scene's. */
  readonly siteAlpha?: ReadonlyMap<number, number>;
}
