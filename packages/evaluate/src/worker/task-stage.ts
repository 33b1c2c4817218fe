import type { Image } from '@plumb/contract';
import { findTask, type LiberoWorld, type Observed, type TaskOpener } from '@plumb/world';

/** The task that a worker has open: world, init states and what draws it. One at a time; a new one replaces it. */
export class TaskStage {
  readonly world: LiberoWorld;
  readonly states: readonly Float64Array[];

  private constructor(world: LiberoWorld, states: readonly Float64Array[]) {
    this.world = world;
    this.states = states;
  }

  static async open(opener: TaskOpener, suite: string, task: number, seed: number): Promise<TaskStage> {
    const name = findTask(`${suite}/${task}`);
    const states = await opener.initStates(name);
    return new TaskStage(await opener.open(`${suite}/${task}`, seed), states);
  }

  /** `upright`. */
  draw(_camera: string, _width: number, _height: number, _observed: Observed): Image {
    throw new Error('the camera is not there yet');
  }

  delete(): void {
    this.world.delete();
  }
}
