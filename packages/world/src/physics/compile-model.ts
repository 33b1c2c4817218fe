import { PlumbError } from '@plumb/core';
import type { MjModel } from 'mujoco-js';
import type { ModelSource } from '../mjcf/asset-files.ts';
import type { XmlElement } from '../xml/xml-element.ts';
import { describeException } from './describe-exception.ts';
import type { Physics } from './load-physics.ts';

const FOLDER = '/plumb';
/** Bytes for contacts and constraints: the suites' tasks use 1.3 MB, and 15 with everything in one heap. robosuite's nconmax asks for gigabytes. */
const ARENA = '16M';

const written = new WeakMap<Physics, Set<string>>();

/**
 * Compiles a scene. The caller deletes the model. `place` is what errors call the scene. Throws `ASSET_MISSING` or
 * `MODEL_REFUSED` with MuJoCo's own words.
 */
export function compileModel(physics: Physics, mjcf: XmlElement, files: ModelSource, place: string): MjModel {
  const there = written.get(physics) ?? new Set<string>();
  written.set(physics, there);
  const root = mjcf.clone();
  // MjVFS is a hundred times slower than the module's file system
  for (const asset of root.child('asset')?.children ?? []) {
    const name = asset.get('file');
    if (name === undefined || there.has(name)) continue;
    const path = `${FOLDER}/${name}`;
    makeFolders(physics, path);
    physics.FS.writeFile(path, files.read(name));
    there.add(name);
  }
  root.child('compiler')?.set('meshdir', FOLDER).set('texturedir', FOLDER);
  const size = root.child('size');
  size?.attributes.clear();
  size?.set('memory', ARENA);
  const path = `${FOLDER}/scene.xml`;
  makeFolders(physics, path);
  physics.FS.writeFile(path, root.toString());
  physics.log.take();
  let model: MjModel | undefined;
  let problem = '';
  try {
    model = physics.loadModel(path);
  } catch (error) {
    problem = describeException(physics, error);
  }
  const said = physics.log.take();
  if (model) return model;
  throw new PlumbError({
    code: 'MODEL_REFUSED',
    what: `MuJoCo ${physics.release} refuses the scene of ${place}: ${[problem, ...said].filter(Boolean).join(' ')}`,
    why: 'The model or one of its meshes is damaged, or not the one that was released.',
    remedy: 'Run `plumb assets` to see which files are used, and fetch them again.',
  });
}

function makeFolders(physics: Physics, path: string): void {
  const parts = path.split('/').slice(1, -1);
  for (let i = 1; i <= parts.length; i++) {
    const folder = `/${parts.slice(0, i).join('/')}`;
    if (!physics.FS.analyzePath(folder, false).exists) physics.FS.mkdir(folder);
  }
}
