import { PlumbError } from '@plumb/core';

/** LIBERO's action: dx, dy, dz, three rotation deltas, gripper. Unitless, in [-1, 1], for OSC_POSE at 20 Hz. */
export const ACTION_SIZE = 7;

/** What a policy answers: one or more actions to be executed in turn. */
export type ActionChunk = readonly Float64Array[];

/** An action that the controller will take, with the dimensions that had to be clipped as robosuite clips them. */
export interface CheckedAction {
  readonly action: Float64Array;
  readonly clipped: readonly number[];
}

/** Throws `ACTION_SIZE` or `ACTION_NOT_FINITE`; clips to [-1, 1] and says where. */
export function checkAction(action: ArrayLike<number>, place: string): CheckedAction {
  if (action.length !== ACTION_SIZE)
    throw new PlumbError({
      code: 'ACTION_SIZE',
      what: `${place}: the policy answered ${action.length} numbers, LIBERO takes ${ACTION_SIZE}.`,
      why: 'An action of another length belongs to another robot or was not cut out of its chunk.',
      remedy: `Check the policy's action dimension and the shape of its reply ([n, ${ACTION_SIZE}]).`,
    });
  const out = Float64Array.from(action);
  const clipped: number[] = [];
  for (const [i, value] of out.entries()) {
    if (!Number.isFinite(value))
      throw new PlumbError({
        code: 'ACTION_NOT_FINITE',
        what: `${place}: dimension ${i} of the action is ${value}.`,
        why: 'A NaN or infinity in the network or in its statistics reached the controller.',
        remedy:
          'Look for NaN and Inf in the checkpoint, and for a zero standard deviation in its statistics.',
      });
    if (value >= -1 && value <= 1) continue;
    out[i] = Math.sign(value);
    clipped.push(i);
  }
  return { action: out, clipped };
}
