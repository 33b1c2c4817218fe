import type { SceneTexture } from '@plumb/contract';
import { ArrayRoom } from '@plumb/core/array-room';
import type { ModelSource } from '../mjcf/asset-files.ts';
import type { XmlElement } from '../xml/xml-element.ts';
import { unsupportedModel } from './malformed-asset.ts';
import { type CompiledMesh, compileMesh } from './mesh/compile-mesh.ts';
import { readMsh } from './mesh/read-msh.ts';
import { readObj } from './mesh/read-obj.ts';
import { readStl } from './mesh/read-stl.ts';
import type { Vector } from './pose.ts';
import { nameOf, refuseAttributes, valuesOf } from './read-attributes.ts';
import { buildTexture } from './texture/build-texture.ts';
import { describePng, type PngPicture, readPng } from './texture/read-png.ts';

/** What stands in every scene: 17 MB that take longer to read than all the rest. */
const KEPT = 'robosuite/';
const READERS: Readonly<Record<string, typeof readObj>> = { stl: readStl, obj: readObj, msh: readMsh };

/** Where the files of one scene are read to. */
export class SceneRooms {
  readonly meshes = new ArrayRoom(true);
  /** Of one file at a time, and what is made of it on the way. */
  readonly scratch = new ArrayRoom();
}

/** Meshes and textures of scenes; those of the robot are kept. Keep one beside the files. */
export class SceneAssets {
  readonly #files: ModelSource;
  readonly #meshes = new Map<string, CompiledMesh>();
  readonly #kept = new ArrayRoom(true);

  constructor(files: ModelSource) {
    this.#files = files;
  }

  /** Of a `<mesh>`. Throws `ASSET_MISSING`, `MESH_MALFORMED`, `SCENE_UNSUPPORTED`. */
  mesh(element: XmlElement, rooms: SceneRooms): CompiledMesh {
    const name = nameOf(element);
    refuseAttributes(element, ['refpos', 'refquat', 'smoothnormal', 'vertex', 'normal', 'face', 'texcoord']);
    const file = element.get('file');
    if (file === undefined) throw unsupportedModel(`a mesh "${name}" without a file`);
    const scale = valuesOf(element, 'scale', [1, 1, 1]) as Vector;
    const key = `${file} ${scale.join(' ')}`;
    let compiled = this.#meshes.get(key);
    if (compiled === undefined) {
      const keep = file.startsWith(KEPT);
      compiled = this.#readMesh(file, scale, keep ? this.#kept : rooms.meshes, rooms.scratch);
      if (keep) this.#meshes.set(key, compiled);
    }
    return { ...compiled, mesh: { ...compiled.mesh, name } };
  }

  #readMesh(file: string, scale: Vector, room: ArrayRoom, scratch: ArrayRoom): CompiledMesh {
    const read = READERS[file.split('.').at(-1)!.toLowerCase()];
    if (read === undefined) throw unsupportedModel(`a mesh "${file}" of an unknown kind`);
    scratch.reset();
    return compileMesh(read(this.#files.read(file, scratch), file, scratch), scale, file, room);
  }

  /** Of a `<texture>`. Throws `ASSET_MISSING`, `TEXTURE_MALFORMED`, `SCENE_UNSUPPORTED`. */
  texture(element: XmlElement, { scratch }: SceneRooms): SceneTexture {
    return buildTexture(element, (file) => this.#picture(file, scratch));
  }

  #picture(file: string, scratch: ArrayRoom): PngPicture {
    const bytes = () => {
      scratch.reset();
      return this.#files.read(file, scratch);
    };
    return {
      ...describePng(bytes(), file),
      get data() {
        return readPng(bytes(), file).data;
      },
    };
  }
}
