import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseProblem } from '../bddl/parse-problem.ts';
import { AssetFiles } from '../mjcf/asset-files.ts';
import { compileModel } from '../physics/compile-model.ts';
import { loadPhysics } from '../physics/load-physics.ts';
import { Simulation } from '../physics/simulation.ts';
import { buildScene } from '../scene/build-scene.ts';
import { stripVisuals } from '../scene/strip-visuals.ts';
import { liberoHere, RECORDED_TASKS, referenceHere } from '../testing/libero-here.ts';
import { largestDifference, readRecording, row } from '../testing/recorded-task.ts';
import { Arm } from './arm-state.ts';
import { Gripper } from './gripper.ts';
import { OscPose } from './osc-pose.ts';

const assets = await liberoHere();
const reference = referenceHere();
const SUBSTEPS = 25;
// PLUMB_WHOLE=1 goes through all 200
const STEPS = process.env.PLUMB_WHOLE ? 200 : 60;
const physics = await loadPhysics();

test.skipIf(!assets || !reference).each(RECORDED_TASKS)(
  'torques on the recorded states of %s (skipped without LIBERO and ../shared)',
  (task) => {
    const files = new AssetFiles({
      libero: assets!['libero-assets'],
      robosuite: assets!['robosuite-assets'],
    });
    const problem = parseProblem(readFileSync(join(assets!['libero-bddl'], `${task}.bddl`), 'utf8'), task);
    const scene = buildScene(files, problem);
    const simulation = new Simulation(physics, compileModel(physics, stripVisuals(scene.mjcf), files, task));
    const recorded = readRecording(reference!, task);
    const get = (name: string) => recorded.get(name)!;
    const meta = JSON.parse(readFileSync(join(reference!, task, 'meta.json'), 'utf8'));

    const arm = new Arm(simulation);
    arm.setJoints(meta.controller.initial_joint);
    simulation.forward();
    const controller = new OscPose(arm);
    expect(largestDifference(controller.goal.position, meta.controller.initial_ee_pos)).toBeLessThan(1e-12);
    const gripper = new Gripper([0, 0.04, -0.04, 0]);
    let [qpos, qvel] = [get('qpos0').data, get('qvel0').data];
    let [worst, worstGoal, worstTurn, worstFinger] = [0, 0, 0, 0];
    for (let step = 0; step < STEPS; step++) {
      const action = row(get('actions'), step);
      for (let substep = 0; substep < SUBSTEPS; substep++) {
        const n = step * SUBSTEPS + substep;
        simulation.setState(0, qpos, qvel);
        simulation.step1();
        if (substep === 0) {
          controller.setGoal(action);
          worstGoal = Math.max(
            worstGoal,
            largestDifference(controller.goal.position, row(get('goal_pos'), step)),
          );
          worstTurn = Math.max(
            worstTurn,
            largestDifference(controller.goal.orientation, row(get('goal_ori'), step)),
          );
        }
        const wanted = row(get('sub_ctrl'), n);
        controller.run().forEach((torque, joint) => {
          const limit = meta.controller.torque_limits[1][joint];
          const clipped = Math.min(limit, Math.max(-limit, torque));
          const error = Math.abs(clipped - wanted[joint]!) / Math.max(1, Math.abs(wanted[joint]!));
          worst = Math.max(worst, error);
        });
        worstFinger = Math.max(
          worstFinger,
          largestDifference(gripper.run(action[6]!), wanted.subarray(7, 9)),
        );
        [qpos, qvel] = [row(get('sub_qpos'), n), row(get('sub_qvel'), n)];
      }
    }
    simulation.delete();
    // the bar is 1e-6; what is left is the order of additions
    expect(worst).toBeLessThan(1e-9);
    expect(worstGoal).toBeLessThan(1e-12);
    expect(worstTurn).toBeLessThan(1e-12);
    expect(worstFinger).toBeLessThan(1e-12);
  },
);
