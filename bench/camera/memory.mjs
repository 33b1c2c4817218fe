// Memory of the scene with the most textures and meshes, its world and a renderer with both cameras of a policy:
// node --expose-gc bench/camera/memory.mjs [suite/index]. Bar: 300 MB more
// than before the scene was read.
import { Renderer } from '@plumb/camera';
import { findTask, posesOf, TaskOpener } from '@plumb/world';
import { POLICY_CAMERAS } from './shared.mjs';

const task = process.argv[2] ?? 'libero_10/0';
const resident = () => {
  globalThis.gc?.();
  return process.memoryUsage().rss / 1e6;
};
const opener = await TaskOpener.create();
const empty = resident();
const world = await opener.open(task, 0);
world.resetTo(0, 1);
const { observed } = world.setInitState((await opener.initStates(findTask(task)))[0]);
const withWorld = resident();
const renderer = await Renderer.create(await opener.cameraScene(task));
for (const camera of POLICY_CAMERAS)
  renderer.draw({ camera, width: 256, height: 256, poses: posesOf(observed) });
await new Promise((done) => setTimeout(done, 500));
const drawn = resident();
console.log(`${task}: physics module ${empty.toFixed(0)} MB, with the world ${withWorld.toFixed(0)} MB`);
console.log(
  `with renderer ${drawn.toFixed(0)} MB, of which in its memory ${(renderer.memory / 1e6).toFixed(0)} MB; peak ${(process.resourceUsage().maxRSS / 1e3).toFixed(0)} MB`,
);
const more = drawn - withWorld;
console.log(`${more <= 300 ? 'ok  ' : 'MISS'} scene and renderer: ${more.toFixed(0)} MB (bar 300)`);
process.exitCode = more <= 300 ? 0 : 1;
