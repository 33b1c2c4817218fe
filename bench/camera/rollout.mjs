// How near the pictures are to LIBERO's own observations after its recorded actions, physics and all:
// node bench/camera/rollout.mjs. The original returns row 0 at the bottom.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Renderer } from '@plumb/camera';
import { psnr, ssim } from '@plumb/camera/compare';
import { posesOf, TaskOpener } from '@plumb/world';
import { arrays, judge, mean, picture, reference, row, TASKS } from './shared.mjs';

const CAMERAS = { agentview: 'agentview', wrist: 'robot0_eye_in_hand' };
const opener = await TaskOpener.create();
for (const task of TASKS) {
  const suite = task.split('/')[0];
  const recorded = arrays(task, 'rollout.npz');
  const names = readdirSync(join(reference, task)).filter((name) => /_(\d+|pre)\.png$/.test(name));
  const world = await opener.open(task, 0);
  world.resetTo(0, 1);
  const start = world.setInitState(row(recorded.get('all_init_states'), 0));
  const renderer = await Renderer.create(await opener.cameraScene(task));
  const all = [];
  const compare = (observed, when) => {
    for (const [short, camera] of Object.entries(CAMERAS)) {
      const name = `${short}_${when}.png`;
      if (!names.includes(name)) continue;
      const drawn = renderer.draw({ camera, width: 256, height: 256, poses: posesOf(observed) });
      const theirs = picture('flipped-vertical', task, name);
      all.push(ssim(drawn.image, theirs));
      console.log(
        `${suite} ${name}: ${psnr(drawn.image, theirs).toFixed(2)} dB, SSIM ${all.at(-1).toFixed(5)}`,
      );
    }
  };
  compare(start.observed, 'pre');
  for (let step = 0; step < recorded.get('actions').shape[0]; step++) {
    const { observed } = world.step(row(recorded.get('actions'), step));
    compare(observed, String(step).padStart(3, '0'));
  }
  world.delete();
  judge(`${suite} mean SSIM`, mean(all), 0.98, 5);
}
