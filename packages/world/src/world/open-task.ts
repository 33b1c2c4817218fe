import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PlumbError } from '@plumb/core';
import type { AssetPart } from '../assets/asset-part.ts';
import { requireAssets } from '../assets/find-assets.ts';
import { parseProblem } from '../bddl/parse-problem.ts';
import { AssetFiles } from '../mjcf/asset-files.ts';
import { loadPhysics, type Physics } from '../physics/load-physics.ts';
import { buildScene } from '../scene/build-scene.ts';
import { findTask, type TaskName } from '../task/find-task.ts';
import { readInitStates } from '../task/read-init-states.ts';
import { LiberoWorld } from './libero-world.ts';

/** What opens tasks: the physics module, and model files parsed once. Keep one for a worker's life. */
export class TaskOpener {
  readonly #physics: Physics;
  readonly #folders: Readonly<Record<AssetPart['name'], string>>;
  readonly #files: AssetFiles;

  private constructor(physics: Physics, folders: Readonly<Record<AssetPart['name'], string>>) {
    this.#physics = physics;
    this.#folders = folders;
    this.#files = new AssetFiles({
      libero: folders['libero-assets'],
      robosuite: folders['robosuite-assets'],
    });
  }

  /** Throws `ASSETS_MISSING` where LIBERO or robosuite is not found and `folders` is not given. */
  static async create(folders?: Readonly<Record<AssetPart['name'], string>>): Promise<TaskOpener> {
    return new TaskOpener(await loadPhysics(), folders ?? (await requireAssets()));
  }

  /**
   * The world of `suite/task-name` or `suite/index`, seeded and not yet reset. The caller deletes it. Throws
   * `TASK_UNKNOWN`, and what its files' readers throw.
   */
  async open(text: string, seed: number): Promise<LiberoWorld> {
    const task = findTask(text);
    const path = join(this.#folders['libero-bddl'], task.suite, `${task.name}.bddl`);
    const problem = parseProblem(await readTask(path), path);
    return new LiberoWorld(this.#physics, this.#files, buildScene(this.#files, problem), seed);
  }

  /** The task's init states, usually 50. */
  initStates(task: TaskName): Promise<Float64Array[]> {
    return readInitStates(this.#folders['libero-init'], task);
  }
}

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
