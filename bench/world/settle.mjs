// How far objects are from Python's after settling, all 40 tasks, 3 init states each: node bench/world/settle.mjs
// The four tasks beyond 1 mm, all of libero_spatial, have one reason. Up to 3.0.1 MuJoCo's box-box collider also
// returned contacts far outside of one of the boxes; since 3.1.0 those are removed (commit 7942fe957, "Circumvent bug
// in mjc_BoxBox"). Native wheels agree with 2.3.7 up to 3.0.1 and with 3.3.8 from 3.1.0 on, on identical compiled
// models. Along 2.3.7's way every contact that the newer drop lies more than 1 % outside of a box: in three tasks some
// 4,900 of the bowl on the stove's burner, a plate 1 mm thin, which hold the bowl 3.4 mm deeper; in the fourth (next
// to the plate, init state 2 alone) three of the bowl on the plate at the start, where both overlap, 6.6 mm at the end.
import { TaskOpener, tasksOf } from '@plumb/world';
import { distance, posesOf, readJson } from './shared.mjs';

const SETTLE = [0, 0, 0, 0, 0, 0, -1];
const opener = await TaskOpener.create();
let within = 0;
let fixtureError = 0;
for (const suite of ['libero_spatial', 'libero_object', 'libero_goal', 'libero_10']) {
  const recorded = readJson(`settle_${suite}.json`);
  for (const task of tasksOf(suite)) {
    const wanted = recorded[task.name];
    const states = await opener.initStates(task);
    const world = await opener.open(`${suite}/${task.name}`, 0);
    let worst = 0;
    let which = '';
    let eef = 0;
    for (let k = 0; k < wanted.pos.length; k++) {
      world.reset();
      const { modelBodyPosition, modelBodyQuaternion } = world.simulation.views;
      wanted.fixtures.forEach((name, i) => {
        const body = world.simulation.id('body', `${name}_main`);
        for (let j = 0; j < 3; j++)
          fixtureError = Math.max(
            fixtureError,
            Math.abs(modelBodyPosition[body * 3 + j] - wanted.fixture_pos[k][i][j]),
          );
        for (let j = 0; j < 4; j++)
          fixtureError = Math.max(
            fixtureError,
            Math.abs(modelBodyQuaternion[body * 4 + j] - wanted.fixture_quat[k][i][j]),
          );
      });
      let result = world.setInitState(states[k]);
      for (let step = 0; step < 10; step++) result = world.step(SETTLE);
      if (result.success !== wanted.success[k]) console.log(`${suite}/${task.name} ${k}: success differs`);
      eef = Math.max(eef, distance(result.observed.eefPosition, wanted.eef_pos[k]));
      posesOf(world, wanted.objects).forEach(({ position }, i) => {
        const error = distance(position, wanted.pos[k][i]);
        if (error > worst) [worst, which] = [error, `${wanted.objects[i]} at init state ${k}`];
      });
    }
    world.delete();
    if (worst < 1e-3) within++;
    console.log(
      `${(worst * 1e3).toFixed(4)} mm  eef ${(eef * 1e3).toFixed(5)} mm  ${suite}/${task.name}  ${which}`,
    );
  }
}
console.log(`${within} of 40 tasks within 1 mm; fixtures differ by at most ${fixtureError.toExponential(1)}`);
