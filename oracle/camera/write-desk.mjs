// plumb-desk as a model for MuJoCo in Python, with the placement and state in which desk-pictures.py draws it:
// node oracle/camera/write-desk.mjs > /tmp/desk.json
import { findTask, TaskOpener } from '@plumb/world';

const TASK = 'plumb-desk/3';
const opener = await TaskOpener.create();
const world = await opener.open(TASK, 0);
world.reset();
world.setInitState((await opener.initStates(findTask(TASK)))[7]);
for (let step = 0; step < 8; step++) world.step([0.6, -0.6, -0.8, 0.3, 0, 0.4, 1]);
const { qpos, modelBodyPosition, modelBodyQuaternion } = world.simulation.views;
const scene = await opener.cameraScene(TASK);
const sites = scene.geoms.filter(({ kind }) => kind === 'site').map(({ rgba }) => rgba);
const root = world.scene.mjcf.clone();
root.child('size').attributes.clear();
const numbers = (list) => Array.from(list);
console.log(
  JSON.stringify({
    xml: root.toString(),
    bodyPositions: numbers(modelBodyPosition),
    bodyQuaternions: numbers(modelBodyQuaternion),
    qpos: numbers(qpos),
    siteRgba: sites,
  }),
);
