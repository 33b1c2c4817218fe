import type { SceneTexture } from '@plumb/contract';
import type { ModelSource } from '../mjcf/asset-files.ts';
import type { XmlElement } from '../xml/xml-element.ts';
import { unsupportedModel } from './malformed-asset.ts';
import { type CompiledMesh, compileMesh } from './mesh/compile-mesh.ts';
import { readMsh } from './mesh/read-msh.ts';
import { readObj } from './mesh/read-obj.ts';
import { readStl } from './mesh/read-stl.ts';
import type { Vector } from './pose.ts';
import { nameOf, refuseAttributes, valuesOf } from './read-attributes.ts';
import { RecentAssets } from './recent-assets.ts';
import { buildTexture } from './texture/build-texture.ts';
import { type PngPicture, readPng } from './texture/read-png.ts';

/** Bytes that stay between tasks: the robot's meshes are 20 MB, the meshes of a scene up to 40 MB, its pictures up to 100 MB. */
const KEPT_MESHES = 100_000_000;
const KEPT_PICTURES = 150_000_000;
const READERS: Readonly<Record<string, typeof readStl>> = { stl: readStl, obj: readObj, msh: readMsh };

/** Meshes and textures of scenes, read once. Keep one beside the files; their memory can be shared with workers. */
export class SceneAssets {
  readonly #files: ModelSource;
  readonly #meshes = new RecentAssets<CompiledMesh>(KEPT_MESHES, bytesOf);
  readonly #pictures = new RecentAssets<PngPicture>(KEPT_PICTURES, (picture) => picture.data.byteLength);

  constructor(files: ModelSource) {
    this.#files = files;
  }

  /** Of a `<mesh>`. Throws `ASSET_MISSING`, `MESH_MALFORMED`, `SCENE_UNSUPPORTED`. */
  mesh(element: XmlElement): CompiledMesh {
    const name = nameOf(element);
    refuseAttributes(element, ['refpos', 'refquat', 'smoothnormal', 'vertex', 'normal', 'face', 'texcoord']);
    const file = element.get('file');
    if (file === undefined) throw unsupportedModel(`a mesh "${name}" without a file`);
    const scale = valuesOf(element, 'scale', [1, 1, 1]) as Vector;
    const compiled = this.#meshes.get(`${file} ${scale.join(' ')}`, () => {
      const read = READERS[file.split('.').at(-1)!.toLowerCase()];
      if (read === undefined) throw unsupportedModel(`a mesh "${file}" of an unknown kind`);
      return compileMesh(read(this.#files.read(file), file), scale, file);
    });
    return { ...compiled, mesh: { ...compiled.mesh, name } };
  }

  /** Of a `<texture>`. Throws `ASSET_MISSING`, `TEXTURE_MALFORMED`, `SCENE_UNSUPPORTED`. */
  texture(element: XmlElement): SceneTexture {
    return buildTexture(element, (file) =>
      this.#pictures.get(file, () => readPng(this.#files.read(file), file)),
    );
  }
}

function bytesOf({ mesh }: CompiledMesh): number {
  const lists = [
    mesh.vertices,
    mesh.normals,
    mesh.texcoords,
    mesh.faces,
    mesh.normalFaces,
    mesh.texcoordFaces,
  ];
  return [...new Set<ArrayBufferView>(lists)].reduce((sum, list) => sum + list.byteLength, 0);
}
