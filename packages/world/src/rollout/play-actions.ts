import type { LiberoWorld } from '../world/libero-world.ts';
import type { Observed } from '../world/observed.ts';

/**
 * An episode as LIBERO's environment would have shown it. Row n: `qpos`, `qvel` and `ctrl` at the end of step n,
 * `eef_*` and `gripper_qpos` as observed, `end_*` at the exact end. Metres; `eef_quat` x y z w, the others w x y z.
 */
export interface Recording {
  readonly steps: number;
  /** MuJoCo's release, e.g. 3.3.8. */
  readonly physics: string;
  /** Objects and fixtures in the order of their sorted names. */
  readonly objects: readonly string[];
  readonly fixtures: readonly string[];
  /** Where the last reset put them: [fixture][3] and [fixture][4]. */
  readonly fixturePositions: readonly (readonly number[])[];
  readonly fixtureQuaternions: readonly (readonly number[])[];
  readonly success: readonly boolean[];
  /** Rows joined, with the shape of one row. */
  readonly arrays: ReadonlyMap<string, { readonly rowShape: readonly number[]; readonly data: Float64Array }>;
}

/**
 * Plays actions in a world that was reset and given its init state; `watch` is shown what each step returned. Throws
 * what `step` throws, naming the step.
 */
export function playActions(
  world: LiberoWorld,
  actions: readonly ArrayLike<number>[],
  watch?: (observed: Observed) => void,
): Recording {
  const { simulation, scene } = world;
  const things = new Map([...scene.objects, ...scene.fixtures]);
  const objects = [...things.keys()].sort();
  const bodies = objects.map((name) => simulation.id('body', things.get(name)!.rootBody));
  const fixtures = [...scene.fixtures.keys()];
  const { modelBodyPosition, modelBodyQuaternion } = simulation.views;
  const ofFixture = (name: string) => simulation.id('body', scene.fixtures.get(name)!.rootBody);
  const rows: Record<string, { rowShape: number[]; values: number[] }> = {};
  const note = (name: string, values: Iterable<number>, ...rowShape: number[]) => {
    rows[name] ??= { rowShape, values: [] };
    for (const value of values) rows[name].values.push(value);
  };
  const success: boolean[] = [];
  for (const action of actions) {
    const { observed, success: reached } = world.step(action);
    success.push(reached);
    watch?.(observed);
    const { qpos, qvel, ctrl } = simulation.views;
    note('qpos', qpos, qpos.length);
    note('qvel', qvel, qvel.length);
    note('ctrl', ctrl, ctrl.length);
    note('eef_pos', observed.eefPosition, 3);
    note('eef_quat', observed.eefQuaternion, 4);
    note('gripper_qpos', observed.gripperPositions, 2);
    const end = world.endState();
    note('end_eef_pos', end.eefPosition, 3);
    const poses = (all: Float64Array, width: number) =>
      bodies.flatMap((body) => [...all.subarray(body * width, (body + 1) * width)]);
    note('end_obj_pos', poses(end.bodyPositions, 3), bodies.length, 3);
    note('end_obj_quat', poses(end.bodyQuaternions, 4), bodies.length, 4);
  }
  return {
    steps: actions.length,
    physics: world.physics,
    objects,
    fixtures,
    fixturePositions: fixtures.map((name) => [
      ...modelBodyPosition.slice(ofFixture(name) * 3, ofFixture(name) * 3 + 3),
    ]),
    fixtureQuaternions: fixtures.map((name) => [
      ...modelBodyQuaternion.slice(ofFixture(name) * 4, ofFixture(name) * 4 + 4),
    ]),
    success,
    arrays: new Map(
      Object.entries(rows).map(([name, { rowShape, values }]) => [
        name,
        { rowShape, data: Float64Array.from(values) },
      ]),
    ),
  };
}
