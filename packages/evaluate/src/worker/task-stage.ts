import { Renderer } from '@plumb/camera';
import type { Image } from '@plumb/contract';
import { findTask, type LiberoWorld, type Observed, posesOf, type TaskOpener } from '@plumb/world';
import type { PackedScene } from './messages.ts';

export interface StageOptions {
  readonly suite: string;
  readonly task: number;
  readonly seed: number;
  /** Whether anything will be drawn: the scene of a camera is only built for somebody who looks. */
  readonly cameras: boolean;
  readonly look: 2 | 3;
  readonly shared?: SharedScenes;
}

/** Where workers of a process leave packed scenes for each other. */
export interface SharedScenes {
  /** Undefined where the scene is to be packed here and `give`n. */
  take(task: string): Promise<PackedScene | undefined>;
  give(task: string, packed: PackedScene): void;
}

/** A task that is open: its world, its init states, and what draws it. */
export class TaskStage {
  readonly world: LiberoWorld;
  readonly states: readonly Float64Array[];
  readonly #renderer: Renderer | undefined;

  private constructor(world: LiberoWorld, states: readonly Float64Array[], renderer: Renderer | undefined) {
    this.world = world;
    this.states = states;
    this.#renderer = renderer;
  }

  /** The caller deletes it. Throws what opening a task and drawing its scene throws. */
  static async open(opener: TaskOpener, options: StageOptions): Promise<TaskStage> {
    const { suite, task, seed, cameras } = options;
    const name = `${suite}/${task}`;
    const states = await opener.initStates(findTask(name));
    const renderer = cameras ? await rendererOf(opener, name, options) : undefined;
    return new TaskStage(await opener.open(name, seed), states, renderer);
  }

  /** RGB, `upright`, of what was observed. */
  draw(camera: string, width: number, height: number, observed: Observed): Image {
    if (this.#renderer === undefined) throw new Error('the stage was opened without cameras');
    return this.#renderer.draw({ camera, width, height, poses: posesOf(observed) }).image!;
  }

  delete(): void {
    this.world.delete();
  }
}

async function rendererOf(
  opener: TaskOpener,
  task: string,
  { look, shared }: StageOptions,
): Promise<Renderer> {
  const packed = await shared?.take(task);
  if (packed) return Renderer.attach(packed);
  const renderer = await Renderer.create(await opener.cameraScene(task), { look });
  shared?.give(task, renderer.packed);
  return renderer;
}
