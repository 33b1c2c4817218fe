import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PlumbError } from '@plumb/core';
import type { AssetPart } from '../assets/asset-part.ts';
import { requireAssets } from '../assets/find-assets.ts';
import { parseProblem } from '../bddl/parse-problem.ts';
import { DESK_MODELS } from '../desk/desk-models.ts';
import { DESK_SUITE, DESK_TASKS } from '../desk/desk-tasks.ts';
import { makeDeskStates } from '../desk/make-desk-states.ts';
import { AssetFiles } from '../mjcf/asset-files.ts';
import { loadPhysics, type Physics } from '../physics/load-physics.ts';
import type { PhysicsVersion } from '../physics/physics-version.ts';
import { buildScene } from '../scene/build-scene.ts';
import { findTask, type TaskName } from '../task/find-task.ts';
import { readInitStates } from '../task/read-init-states.ts';
import { LiberoWorld } from './libero-world.ts';

type Folders = Readonly<Record<AssetPart['name'], string>>;

/** What opens tasks: the physics module, and model files parsed once. Keep one for a worker's life. */
export class TaskOpener {
  readonly #physics: Physics;
  #libero: Promise<{ folders: Folders; files: AssetFiles }> | undefined;

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
   * `TASK_UNKNOWN`, `ASSETS_MISSING`, and what its files' readers throw.
   */
  async open(text: string, seed: number): Promise<LiberoWorld> {
    const task = findTask(text);
    if (task.suite === DESK_SUITE) {
      const problem = parseProblem(DESK_TASKS.get(task.name)!, `${DESK_SUITE}/${task.name}`);
      return new LiberoWorld(this.#physics, DESK_MODELS, buildScene(DESK_MODELS, problem), seed);
    }
    const { folders, files } = await this.#assets();
    const path = join(folders['libero-bddl'], task.suite, `${task.name}.bddl`);
    const problem = parseProblem(await readTask(path), path);
    return new LiberoWorld(this.#physics, files, buildScene(files, problem), seed);
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
