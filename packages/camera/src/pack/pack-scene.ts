import type { Scene, SceneGeom, SceneMaterial } from '@plumb/contract';
import { ArrayRoom } from '@plumb/core/array-room';
import { LAYOUT } from '../kernel/layout.ts';
import type { SharedMemory } from '../kernel/web-assembly.ts';
import type { Look } from '../request.ts';
import type { Arena } from './arena.ts';
import { clusterMesh } from './cluster-mesh.ts';
import type { CornerMesh } from './corner-mesh.ts';
import { meshCorners } from './mesh-corners.ts';
import { packTexture } from './pack-texture.ts';
import { shapeCorners } from './shape-corners.ts';

/** A mesh or shape in the arena. */
export interface PackedMesh {
  readonly clusters: number;
  readonly clusterCount: number;
  readonly faces: number;
  readonly faceCount: number;
  readonly corners: number;
  readonly cornerCount: number;
  /** Sphere around it, frame of the geom. */
  readonly centre: readonly [number, number, number];
  readonly radius: number;
  /** Norm of the farthest that it reaches along each axis. */
  readonly reach: number;
}

/** What of a geom does not change from frame to frame. */
export interface PackedGeom {
  readonly geom: SceneGeom;
  readonly mesh: PackedMesh;
  readonly rgba: readonly [number, number, number, number];
  readonly emission: number;
  readonly specular: number;
  readonly shininess: number;
  readonly reflectance: number;
  /** Address, 0 for none. */
  readonly texture: number;
  readonly cube: boolean;
  /** On the corners' texture coordinates. */
  readonly scale: readonly [number, number, number];
  readonly offset: readonly [number, number, number];
}

/** A scene in an arena: plain data, so it can be sent to workers of the process together with the memory. */
export interface PackedScene {
  readonly memory: SharedMemory;
  readonly look: Look;
  /** The scene without what the arena holds now. */
  readonly scene: Omit<Scene, 'meshes' | 'textures' | 'geoms'>;
  /** In drawing order. */
  readonly geoms: readonly PackedGeom[];
  readonly sky: number;
}

/** Puts what `choose` keeps of a checked scene into an arena. */
export function packScene(
  arena: Arena,
  scene: Scene,
  look: Look,
  choose: (geom: SceneGeom) => boolean,
): PackedScene {
  const scratch = new ArrayRoom();
  const meshes = new Map<number | SceneGeom, PackedMesh>();
  const textures = new Map<number, number>();
  const textureOf = (index: number) => {
    let address = textures.get(index);
    if (address === undefined) {
      const texture = scene.textures[index]!;
      address = packTexture(arena, texture, look === 3 && texture.srgb);
      textures.set(index, address);
    }
    return address;
  };
  const geoms = scene.geoms.filter(choose).map((geom): PackedGeom => {
    const material = geom.material === undefined ? undefined : scene.materials[geom.material]!;
    const rgba = material && isDefault(geom.rgba) ? material.rgba : geom.rgba;
    // what may be blended; planes too, from behind
    const inOrder = rgba[3] < 1 || geom.kind === 'site' || geom.type === 'plane';
    const texture = material?.texture;
    const flat = texture !== undefined && scene.textures[texture]!.type === '2d';
    const wrapped = look === 3 && flat;
    const key = geom.mesh === undefined ? geom : geom.mesh * 2 + (inOrder ? 1 : 0);
    let mesh = meshes.get(key);
    if (mesh === undefined) {
      scratch.reset();
      const corners =
        geom.type === 'mesh'
          ? meshCorners(scene.meshes[geom.mesh!]!, scratch)
          : shapeCorners(geom.type, geom.size, scene, wrapped, scratch);
      mesh = packMesh(arena, corners, inOrder, scratch);
      meshes.set(key, mesh);
    }
    return {
      geom,
      mesh,
      rgba,
      emission: material?.emission ?? 0,
      // of a geom without material (mjv_initGeom)
      specular: material?.specular ?? 0.5,
      shininess: material?.shininess ?? 0.5,
      reflectance: material?.reflectance ?? 0,
      texture: texture === undefined ? 0 : textureOf(texture),
      cube: texture !== undefined && !flat,
      ...(texture === undefined
        ? { scale: [1, 1, 1], offset: [0, 0, 0] }
        : mapping(scene, geom, material!, !flat, look)),
    };
  });
  const skybox = scene.textures.findIndex((texture) => texture.type === 'skybox');
  const { meshes: _, textures: __, geoms: ___, ...rest } = scene;
  return { memory: arena.memory, look, scene: rest, geoms, sky: skybox < 0 ? 0 : textureOf(skybox) };
}

function isDefault([r, g, b, a]: SceneGeom['rgba']): boolean {
  return r === 0.5 && g === 0.5 && b === 0.5 && a === 1;
}

type Vector = readonly [number, number, number];

/** The size as the drawing side of MuJoCo holds it (`mjv_initGeom`). */
function drawnSize({ type, size }: SceneGeom): Vector {
  if (type === 'sphere') return [size[0], size[0], size[0]];
  if (type === 'capsule' || type === 'cylinder') return [size[0], size[0], size[1]];
  return size;
}

/** From a corner's texture coordinates to the texture's (`settexture` of MuJoCo's render_gl3.c). */
function mapping(
  scene: Scene,
  geom: SceneGeom,
  material: SceneMaterial,
  cube: boolean,
  look: Look,
): { scale: Vector; offset: Vector } {
  const size = drawnSize(geom);
  const uniform = material.texUniform;
  const given = geom.mesh !== undefined && scene.meshes[geom.mesh]!.texcoordFaces.length > 0;
  if (look === 3 && (given || (geom.type !== 'mesh' && !cube))) {
    const repeat = (k: 0 | 1) => (material.texRepeat[k] || 1) * (uniform && size[k] > 0 ? size[k] : 1);
    return { scale: [repeat(0), repeat(1), 1], offset: [0, 0, 0] };
  }
  if (given) return { scale: [1, 1, 1], offset: [0, 0, 0] };
  if (cube) return { scale: uniform ? size : [1, 1, 1], offset: [0, 0, 0] };
  const measured = geom.type === 'mesh' || geom.type === 'plane';
  const factor = (k: 0 | 1) => {
    let value = material.texRepeat[k];
    if (measured && size[k] > 0) value /= size[k];
    if (uniform && size[k] > 0) value *= size[k];
    return value;
  };
  return { scale: [0.5 * factor(0), -0.5 * factor(1), 1], offset: [-0.5, -0.5, 0] };
}

function packMesh(arena: Arena, mesh: CornerMesh, inOrder: boolean, scratch: ArrayRoom): PackedMesh {
  const clusters = clusterMesh(mesh, inOrder, scratch);
  const table = arena.allocate(clusters.length * LAYOUT.CLUSTER_BYTES);
  for (const [i, cluster] of clusters.entries()) {
    const vertices = arena.allocate(cluster.vertices.byteLength);
    const faces = arena.allocate(cluster.faces.byteLength);
    const { floats, words } = arena;
    floats.set(cluster.vertices, vertices >> 2);
    words.set(cluster.faces, faces >> 2);
    const at = table + i * LAYOUT.CLUSTER_BYTES;
    floats.set([...cluster.centre, cluster.radius], (at + LAYOUT.CLUSTER_SPHERE) >> 2);
    floats.set([...cluster.axis, cluster.sine], (at + LAYOUT.CLUSTER_CONE) >> 2);
    words[(at + LAYOUT.CLUSTER_VERTICES) >> 2] = vertices;
    words[(at + LAYOUT.CLUSTER_VERTEX_COUNT) >> 2] = cluster.vertexCount;
    words[(at + LAYOUT.CLUSTER_FACES) >> 2] = faces;
    words[(at + LAYOUT.CLUSTER_FACE_COUNT) >> 2] = cluster.faces.length / 2;
  }
  const faces = arena.allocate(mesh.faces.byteLength);
  const corners = arena.allocate(mesh.corners.byteLength);
  arena.words.set(mesh.faces, faces >> 2);
  arena.floats.set(mesh.corners, corners >> 2);
  return {
    clusters: table,
    clusterCount: clusters.length,
    faces,
    faceCount: mesh.faces.length / 3,
    corners,
    cornerCount: mesh.corners.length / 9,
    ...bounds(mesh.corners),
  };
}

function bounds(corners: Float32Array): Pick<PackedMesh, 'centre' | 'radius' | 'reach'> {
  const low = [Infinity, Infinity, Infinity];
  const high = [-Infinity, -Infinity, -Infinity];
  for (let at = 0; at < corners.length; at += 9) {
    for (let k = 0; k < 3; k++) {
      low[k] = Math.min(low[k]!, corners[at + k]!);
      high[k] = Math.max(high[k]!, corners[at + k]!);
    }
  }
  const centre = low.map((value, k) => (value + high[k]!) / 2) as [number, number, number];
  const radius = Math.hypot(...low.map((value, k) => (high[k]! - value) / 2)) * 1.0001;
  const reach = Math.hypot(...low.map((value, k) => Math.max(Math.abs(value), Math.abs(high[k]!))));
  return { centre, radius, reach };
}
