import { type EpisodeDetector, GRIPPER_DIMENSION } from './detector.ts';

const STEPS = 150;
const HOLDS = /\b(pick|put|place|stack|take)\b/;

/** The gripper is given one command throughout, in a task that cannot be done so. */
export const idleGripper: EpisodeDetector = {
  code: 'idle-gripper',
  look({ steps, instruction }) {
    if (steps.length < STEPS || !HOLDS.test(instruction)) return undefined;
    const sign = Math.sign(steps[0]!.executed[GRIPPER_DIMENSION]!);
    if (steps.some((step) => Math.sign(step.executed[GRIPPER_DIMENSION]!) !== sign)) return undefined;
    return {
      step: steps.length - 1,
      severity: 'suspect',
      text: `In ${steps.length} steps the gripper was told to ${sign > 0 ? 'close' : sign < 0 ? 'open' : 'stay'} and nothing else, but the task is to "${instruction}".`,
    };
  },
};
