import { TaskOpener, tasksOf } from '@plumb/world';
import { expect, test } from 'vitest';
import { ScriptedExpert } from './scripted-expert.ts';

const HORIZON = 300;
const opener = await TaskOpener.create();

// two of 50 init states each; bench/world/expert.mjs runs them all
test.each(tasksOf('plumb-desk'))('solves $name', async (task) => {
  const states = await opener.initStates(task);
  const world = await opener.open(`plumb-desk/${task.index}`, 0);
  for (const k of [0, 31]) {
    world.reset();
    let result = world.setInitState(states[k]!);
    expect(result.success).toBe(false);
    const expert = new ScriptedExpert(world, result.observed);
    for (let step = 0; step < HORIZON && !result.success; step++) {
      const action = expert.act(result.observed);
      expect(action.every((value) => Math.abs(value) <= 1)).toBe(true);
      result = world.step(action);
    }
    expect(result.success, `init state ${k}`).toBe(true);
  }
  world.delete();
});
