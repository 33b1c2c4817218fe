import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Scene } from '@plumb/contract';
import { PlumbError } from '@plumb/core';
import type { AssetPart } from '../assets/asset-part.ts';
import { requireAssets } from '../assets/find-assets.ts';
import { parseProblem } from '../bddl/parse-problem.ts';
import { buildCameraScene } from '../camera-scene/build-camera-scene.ts';
import { SceneAssets } from '../camera-scene/scene-assets.ts';
import { DESK_MODELS } from '../desk/desk-models.ts';
import { DESK_SUITE, DESK_TASKS } from '../desk/desk-tasks.ts';
import { makeDeskStates } from '../desk/make-desk-states.ts';
import { AssetFiles, type ModelSource } from '../mjcf/asset-files.ts';
import { loadPhysics, type Physics } from '../physics/load-physics.ts';
import type { PhysicsVersion } from '../physics/physics-version.ts';
import { buildScene, type TaskScene } from '../scene/build-scene.ts';
import { findTask, type TaskName } from '../task/find-task.ts';
import { readInitStates } from '../task/read-init-states.ts';
import { LiberoWorld } from './libero-world.ts';

type Folders = Readonly<Record<AssetPart['name'], string>>;

/** What opens tasks: the physics module, and model files parsed once. Keep one for a worker's life. */
export class TaskOpener {
  readonly #physics: Physics;
  #libero: Promise<{ folders: Folders; files: AssetFiles }> | undefined;
  readonly #assetsOf = new Map<ModelSource, SceneAssets>();

  private constructor(physics: Physics, folders: Folders | undefined) {
    this.#physics = physics;
    if (folders) this.#libero = Promise.resolve({ folders, files: filesIn(folders) });
  }

  /** LIBERO and robosuite are looked for when the first of their tasks is opened, unless `folders` says where. */
  static async create(folders?: Folders, physics?: PhysicsVersion): Promise<TaskOpener> {
    return new TaskOpener(await loadPhysics(physics), folders);
  }

  /**
   * The world of `suite/task-name` or `suite/index`, seeded and not yet reset. The caller deletes it. Throws
   * `SUITE_UNKNOWN`, `TASK_UNKNOWN`, `ASSETS_MISSING`, and what its files' readers throw.
   */
  async open(text: string, seed: number): Promise<LiberoWorld> {
    const { files, scene } = await this.#build(text);
    return new LiberoWorld(this.#physics, files, scene, seed);
  }

  /**
   * What a camera sees of a task, bodies as in its world. Meshes and textures are kept for the next task; give the result
   * to workers as it is, its arrays are shared memory. Throws what `buildCameraScene` throws.
   */
  async cameraScene(text: string): Promise<Scene> {
    const { files, scene } = await this.#build(text);
    let assets = this.#assetsOf.get(files);
    if (assets === undefined) {
      assets = new SceneAssets(files);
      this.#assetsOf.set(files, assets);
    }
    return buildCameraScene(assets, scene);
  }

  async #build(text: string): Promise<{ files: ModelSource; scene: TaskScene }> {
    const task = findTask(text);
    if (task.suite === DESK_SUITE) {
      const problem = parseProblem(DESK_TASKS.get(task.name)!, `${DESK_SUITE}/${task.name}`);
      return { files: DESK_MODELS, scene: buildScene(DESK_MODELS, problem) };
    }
    const { folders, files } = await this.#assets();
    const path = join(folders['libero-bddl'], task.suite, `${task.name}.bddl`);
    return { files, scene: buildScene(files, parseProblem(await readTask(path), path)) };
  }

  /** The task's init states, usually 50: time, positions, velocities. */
  async initStates(task: TaskName): Promise<Float64Array[]> {
    if (task.suite !== DESK_SUITE) return readInitStates((await this.#assets()).folders['libero-init'], task);
    const world = await this.open(`${task.suite}/${task.name}`, 0);
    const states = makeDeskStates(world, task.index);
    world.delete();
    return states;
  }

  #assets() {
    this.#libero ??= requireAssets().then((folders) => ({ folders, files: filesIn(folders) }));
    return this.#libero;
  }
}

const filesIn = (folders: Folders) =>
  new AssetFiles({ libero: folders['libero-assets'], robosuite: folders['robosuite-assets'] });

async function readTask(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    throw new PlumbError(
      {
        code: 'ASSET_MISSING',
        what: `${path} cannot be read.`,
        why: `The task is stated there. ${(cause as Error).message}.`,
        remedy: 'Run `plumb assets` to see what is there, and `plumb assets pull` to fetch what is not.',
      },
      { cause },
    );
  }
}
