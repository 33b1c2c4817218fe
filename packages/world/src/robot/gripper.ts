/** Share of its way that a finger's goal moves in one substep (robosuite/models/grippers/panda_gripper.py). */
const SPEED = 0.01;

/**
 * The Panda's gripper, robosuite's convention: positive closes, negative opens, zero holds. An integrator: every
 * substep moves the goal by 0.01 of its range, whatever the action's size.
 */
export class Gripper {
  readonly #range: readonly [number, number, number, number];
  /** In [-1, 1] of each finger's range. */
  #goal: [number, number] = [0, 0];

  /** Lowest and highest control of both fingers, metres. */
  constructor(range: readonly [number, number, number, number]) {
    this.#range = range;
  }

  /** The fingers' control in metres for the next substep. */
  run(action: number): [number, number] {
    const step = SPEED * Math.sign(action);
    this.#goal = [clip(this.#goal[0] - step), clip(this.#goal[1] + step)];
    const [low1, high1, low2, high2] = this.#range;
    return [
      0.5 * (high1 + low1) + 0.5 * (high1 - low1) * this.#goal[0],
      0.5 * (high2 + low2) + 0.5 * (high2 - low2) * this.#goal[1],
    ];
  }
}

function clip(value: number): number {
  return Math.min(1, Math.max(-1, value));
}
