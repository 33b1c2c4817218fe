// The scripted expert's episodes in plumb-desk as training data for train_healthy.py:
// node oracle/evaluate/record-expert.mjs FOLDER EPISODES
// Pictures and state are prepared as a policy of the manifest below is shown them. The hand is pushed off its way now and then,
// and what the expert does about it is recorded: a policy that copies it learns to come back.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Renderer } from '@plumb/camera';
import { seededRandom } from '@plumb/core';
import { ScriptedExpert } from '@plumb/evaluate';
import { FAMILIES, prepareObservation } from '@plumb/policy';
import { findTask, posesOf, TaskOpener } from '@plumb/world';

const [folder, episodes] = [process.argv[2], Number(process.argv[3])];
const SIZE = 64;
const MANIFEST = {
  ...FAMILIES.plain,
  cameras: FAMILIES.plain.cameras.map((camera) => ({
    ...camera,
    renderWidth: SIZE,
    renderHeight: SIZE,
    width: SIZE,
    height: SIZE,
  })),
  state: ['eef-position', 'gripper-positions'],
};
// the two tasks that `plumb debug` asks in; they look alike, and only the instruction tells them apart
const TASKS = [0, 1];
// init state 0 is the one that it asks in
const FIRST_STATE = 1;
const STEPS = 190;
const EVERY = 3;
const PUSH = 0.6;
const REST = [0, 0, 0, 0, 0, 0, -1];

const opener = await TaskOpener.create();
const random = seededRandom(7);
const images = [];
const rows = [];
for (const index of TASKS) {
  const task = findTask(`plumb-desk/${index}`);
  const states = await opener.initStates(task);
  const world = await opener.open(`plumb-desk/${index}`, 0);
  const renderer = await Renderer.create(await opener.cameraScene(`plumb-desk/${index}`), { look: 2 });
  for (let episode = 0; episode < episodes; episode++) {
    world.resetTo(0, episode + 1);
    let { observed } = world.setInitState(states[FIRST_STATE + (episode % (states.length - FIRST_STATE))]);
    for (let step = 0; step < 10; step++) ({ observed } = world.step(REST));
    const expert = new ScriptedExpert(world, observed);
    let push = [0, 0, 0];
    let left = 0;
    let ended = 0;
    for (let step = 0; step < STEPS && ended < 6; step++) {
      const action = expert.act(observed);
      const seen = step % EVERY === episode % EVERY;
      if (seen) {
        const draw = ({ camera }) =>
          renderer.draw({ camera, width: SIZE, height: SIZE, poses: posesOf(observed) }).image;
        const prepared = prepareObservation(
          {
            images: Object.fromEntries(MANIFEST.cameras.map((camera) => [camera.camera, draw(camera)])),
            eefPosition: observed.eefPosition,
            eefRotation: { form: 'quaternion-xyzw', value: observed.eefQuaternion },
            gripperPositions: observed.gripperPositions,
            instruction: task.instruction,
          },
          MANIFEST,
        );
        for (const { camera } of MANIFEST.cameras) images.push(Buffer.from(prepared.images[camera].data));
      }
      rows.push([
        index,
        episode,
        step,
        Number(seen),
        ...observed.eefPosition,
        ...observed.gripperPositions,
        ...action,
      ]);
      if (left === 0 && random() < 0.05) {
        left = 3 + Math.floor(6 * random());
        push = push.map(() => PUSH * (2 * random() - 1));
      }
      const executed = left > 0 ? action.map((value, i) => value + (push[i] ?? 0)) : action;
      left = Math.max(0, left - 1);
      const result = world.step(executed);
      observed = result.observed;
      if (result.success) ended++;
    }
    process.stderr.write(
      `task ${index} episode ${episode}: ${ended > 0 ? 'done' : 'not done'}, ${rows.length} rows\n`,
    );
  }
  world.delete();
}
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'images.u8'), Buffer.concat(images));
writeFileSync(join(folder, 'rows.f64'), Buffer.from(Float64Array.from(rows.flat()).buffer));
