// Success of the scripted expert: node bench/world/expert.mjs [suite] [init states a task] [task index]
import { ScriptedExpert } from '@plumb/evaluate';
import { TaskOpener, tasksOf } from '@plumb/world';

const [suite = 'plumb-desk', count = '50', only] = process.argv.slice(2);
const HORIZON = 300;
const opener = await TaskOpener.create();
let [successes, episodes] = [0, 0];
for (const task of tasksOf(suite)) {
  if (only !== undefined && task.index !== Number(only)) continue;
  const states = (await opener.initStates(task)).slice(0, Number(count));
  const world = await opener.open(`${suite}/${task.index}`, 0);
  const failed = [];
  let steps = 0;
  for (const [k, state] of states.entries()) {
    world.reset();
    let result = world.setInitState(state);
    const expert = new ScriptedExpert(world, result.observed);
    let step = 0;
    try {
      for (; step < HORIZON && !result.success; step++) result = world.step(expert.act(result.observed));
    } catch (error) {
      console.log(`  ${task.name} ${k}: ${error.code ?? error}`);
    }
    steps += step;
    if (!result.success) failed.push(k);
  }
  world.delete();
  successes += states.length - failed.length;
  episodes += states.length;
  console.log(
    `${states.length - failed.length}/${states.length}  ${task.name}  ${(steps / states.length).toFixed(0)} steps  failed: ${failed.join(' ')}`,
  );
}
console.log(`${successes} of ${episodes} episodes (${((100 * successes) / episodes).toFixed(1)} %)`);
