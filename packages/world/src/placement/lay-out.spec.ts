import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { liberoHere } from '../testing/libero-here.ts';
import { openWorld } from '../testing/open-world.ts';
import { largestDifference } from '../testing/recorded-task.ts';

interface Recorded {
  task: string;
  seed: number;
  resets: { qpos: number[]; fixtures: Record<string, number[]> }[];
}

const assets = await liberoHere();
// written by oracle/world/placements.py; every kind of place that LIBERO's tasks use, and every workspace
const recorded: Recorded[] = JSON.parse(
  readFileSync(new URL('./fixtures/placements-seed-7.json', import.meta.url), 'utf8'),
);

test.skipIf(!assets).each(recorded)(
  'three resets of $task place everything as Python (skipped where LIBERO is not found)',
  async ({ task, seed, resets }) => {
    const world = await openWorld(assets!, task, seed);
    for (const wanted of resets) {
      world.reset();
      const { qpos, modelBodyPosition, modelBodyQuaternion } = world.simulation.views;
      expect(largestDifference(qpos, wanted.qpos)).toBeLessThan(1e-12);
      for (const [name, pose] of Object.entries(wanted.fixtures)) {
        const body = world.simulation.id('body', `${name}_main`);
        const own = [
          ...modelBodyPosition.subarray(body * 3, body * 3 + 3),
          ...modelBodyQuaternion.subarray(body * 4, body * 4 + 4),
        ];
        expect(largestDifference(own, pose)).toBeLessThan(1e-12);
      }
    }
    world.delete();
  },
);
