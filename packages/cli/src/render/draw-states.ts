import type { Drawing, Look, Renderer } from '@plumb/camera';
import type { LiberoWorld } from '@plumb/world';
import { posesOf } from '@plumb/world';

/** What is drawn of every state. */
export interface Shots {
  readonly cameras: readonly string[];
  /** Pixels of both sides. */
  readonly size: number;
  readonly depth: boolean;
  readonly segmentation: boolean;
  readonly look: Look;
}

/** Every state from every camera, state by state. */
export function* drawStates(
  renderer: Renderer,
  world: LiberoWorld,
  states: readonly Float64Array[],
  { cameras, size, depth, segmentation }: Shots,
): Generator<{ camera: string; row: number; drawing: Drawing }> {
  for (const [row, state] of states.entries()) {
    const poses = posesOf(world.poseAt(state));
    for (const camera of cameras) {
      const want = { rgb: true, depth, segmentation };
      yield { camera, row, drawing: renderer.draw({ camera, width: size, height: size, poses, want }) };
    }
  }
}
