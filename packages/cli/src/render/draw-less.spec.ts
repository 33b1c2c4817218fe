import { Renderer } from '@plumb/camera';
import { findTask, posesOf, TaskOpener } from '@plumb/world';
import { expect, test } from 'vitest';

const TASK = 'plumb-desk/3';
const CAMERAS = ['agentview', 'robot0_eye_in_hand', 'frontview'];

test('a rollout looks the same whether what rests is kept or all is drawn anew', async () => {
  const opener = await TaskOpener.create();
  const scene = await opener.cameraScene(TASK);
  const [keeping, drawing] = [await Renderer.create(scene), await Renderer.create(scene, { reuse: false })];
  const world = await opener.open(TASK, 0);
  world.reset();
  world.setInitState((await opener.initStates(findTask(TASK)))[0]!);
  for (let step = 0; step < 24; step++) {
    // the arm rests in between, so bodies enter what is kept and leave it
    const push = step % 12 < 6 ? 1 : 0;
    const { observed } = world.step([push, -push, -push, 0, 0, push, 1]);
    for (const camera of CAMERAS) {
      const request = { camera, width: 96, height: 64, poses: posesOf(observed) };
      const [kept, anew] = [keeping.draw(request).image!, drawing.draw(request).image!];
      const wrong = kept.data.findIndex((value, i) => value !== anew.data[i]);
      expect(wrong, `${camera}, step ${step}`).toBe(-1);
    }
  }
  world.delete();
});
