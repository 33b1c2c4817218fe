import { ACTION_SIZE, type Manifest } from '@plumb/contract';
import { PlumbError } from '@plumb/core';

export type ActionStage = 'clip' | 'gripper-rescale' | 'gripper-binarise' | 'gripper-invert';

/** Sees the action after every stage (`answered` before the first), and may give another one back. */
export type ActionTap = (stage: 'answered' | ActionStage, action: Float64Array) => Float64Array;

const GRIPPER = ACTION_SIZE - 1;

/** One step on an action's way from the policy to the environment. */
export interface NamedActionStage {
  readonly name: ActionStage;
  apply(action: Float64Array): Float64Array;
}

/** What the manifest asks for, in order; what would change nothing is left out. */
export function actionStages({
  clipActions,
  gripper,
  binariseGripper,
}: Manifest): readonly NamedActionStage[] {
  const stages: NamedActionStage[] = [];
  if (clipActions) stages.push({ name: 'clip', apply: (a) => a.map((v) => Math.min(1, Math.max(-1, v))) });
  // 0 to 1 becomes -1 to 1, and only then open and closed change places: the order of OpenVLA's scripts
  if (gripper !== 'robosuite')
    stages.push({ name: 'gripper-rescale', apply: onGripper((value) => 2 * value - 1) });
  if (binariseGripper === 'sign') stages.push({ name: 'gripper-binarise', apply: onGripper(Math.sign) });
  if (binariseGripper === 'closed-from-zero')
    stages.push({ name: 'gripper-binarise', apply: onGripper((value) => (value < 0 ? -1 : 1)) });
  if (gripper === 'rlds') stages.push({ name: 'gripper-invert', apply: onGripper((value) => -value) });
  return stages;
}

/**
 * Puts an answered action, `[7]`, into LIBERO's conventions. Throws `ACTION_SIZE` for another length, since the gripper would
 * be some other number then.
 */
export function finishAction(action: ArrayLike<number>, manifest: Manifest, tap?: ActionTap): Float64Array {
  if (action.length !== ACTION_SIZE)
    throw new PlumbError({
      code: 'ACTION_SIZE',
      what: `The policy answered ${action.length} numbers, LIBERO takes ${ACTION_SIZE}.`,
      why: 'An action of another length belongs to another robot or was not cut out of its chunk.',
      remedy: `Check the policy's action dimension and the shape of its reply ([n, ${ACTION_SIZE}]).`,
    });
  let done: Float64Array = Float64Array.from(action);
  done = tap?.('answered', done) ?? done;
  for (const stage of actionStages(manifest)) {
    done = stage.apply(done);
    done = tap?.(stage.name, done) ?? done;
  }
  return done;
}

function onGripper(change: (value: number) => number): (action: Float64Array) => Float64Array {
  return (action) => {
    const out = action.slice();
    out[GRIPPER] = change(out[GRIPPER]!);
    return out;
  };
}
