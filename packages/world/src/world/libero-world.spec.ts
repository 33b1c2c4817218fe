import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { liberoHere, RECORDED_TASKS, referenceHere } from '../testing/libero-here.ts';
import { openWorld } from '../testing/open-world.ts';
import { largestDifference, readRecording, row } from '../testing/recorded-task.ts';

const assets = await liberoHere();
const reference = referenceHere();
// PLUMB_WHOLE=1 goes through all 200
const STEPS = process.env.PLUMB_WHOLE ? 200 : 60;

test.skipIf(!assets || !reference).each(RECORDED_TASKS)(
  'closed loop over the recorded actions of %s (skipped without LIBERO and ../shared)',
  async (task) => {
    const recorded = readRecording(reference!, task);
    const get = (name: string) => recorded.get(name)!;
    const meta = JSON.parse(readFileSync(join(reference!, task, 'meta.json'), 'utf8'));
    const world = await openWorld(assets!, task, 0);
    world.reset();
    const { modelBodyPosition, modelBodyQuaternion } = world.simulation.views;
    for (const [name, pose] of Object.entries<Record<string, number[]>>(meta.body_overrides)) {
      const body = world.simulation.id('body', name);
      expect(largestDifference(modelBodyPosition.subarray(body * 3, body * 3 + 3), pose.pos!)).toBeLessThan(
        1e-12,
      );
      expect(
        largestDifference(modelBodyQuaternion.subarray(body * 4, body * 4 + 4), pose.quat!),
      ).toBeLessThan(1e-12);
    }
    const start = world.setInitState(row(get('all_init_states'), 0));
    expect(largestDifference(start.observed.eefPosition, get('eef_pos0').data)).toBeLessThan(1e-9);
    let [worst, worstObserved] = [0, 0];
    for (let step = 0; step < STEPS; step++) {
      const result = world.step(row(get('actions'), step));
      worstObserved = Math.max(
        worstObserved,
        largestDifference(result.observed.eefPosition, row(get('eef_pos'), step)),
      );
      expect(result.success).toBe(get('success').data[step] === 1);
      worst = Math.max(worst, largestDifference(world.endState().eefPosition, row(get('end_eef_pos'), step)));
    }
    // over 200 steps 0.73 mm on spatial, else at most 0.06
    expect(worst).toBeLessThan(1e-3);
    expect(worstObserved).toBeLessThan(1e-3);
    world.delete();
  },
);
