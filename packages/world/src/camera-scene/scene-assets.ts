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
import { buildTexture } from './texture/build-texture.ts';
import { describePng, type PngPicture, readPng } from './texture/read-png.ts';

/** What stands in every scene: 17 MB that take longer to read than all the rest. */
const KEPT = 'robosuite/';
const READERS: Readonly<Record<string, typeof readStl>> = { stl: readStl, obj: readObj, msh: readMsh };

/** Meshes and textures of scenes; those of the robot are kept. Keep one beside the files. */
export class SceneAssets {
  readonly #files: ModelSource;
  readonly #meshes = new Map<string, CompiledMesh>();

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
    const key = `${file} ${scale.join(' ')}`;
    const compiled = this.#meshes.get(key) ?? this.#readMesh(file, scale);
    if (file.startsWith(KEPT)) this.#meshes.set(key, compiled);
    return { ...compiled, mesh: { ...compiled.mesh, name } };
  }

  #readMesh(file: string, scale: Vector): CompiledMesh {
    const read = READERS[file.split('.').at(-1)!.toLowerCase()];
    if (read === undefined) throw unsupportedModel(`a mesh "${file}" of an unknown kind`);
    return compileMesh(read(this.#files.read(file), file), scale, file);
  }

  /** Of a `<texture>`. Throws `ASSET_MISSING`, `TEXTURE_MALFORMED`, `SCENE_UNSUPPORTED`. */
  texture(element: XmlElement): SceneTexture {
    return buildTexture(element, (file) => this.#picture(file));
  }

  #picture(file: string): PngPicture {
    const read = () => readPng(this.#files.read(file), file).data;
    return {
      ...describePng(this.#files.read(file), file),
      get data() {
        return read();
      },
    };
  }
}
