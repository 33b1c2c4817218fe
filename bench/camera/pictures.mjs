// How near the pictures are to MuJoCo 2.3.7's with OSMesa at the same states: node bench/camera/pictures.mjs [--show DIR]
// SSIM: 11 x 11 Gaussian window on RGB. --show writes our pictures and tenfold differences.
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Renderer } from '@plumb/camera';
import { psnr, ssim } from '@plumb/camera/compare';
import { posesOf, TaskOpener } from '@plumb/world';
import sharp from 'sharp';
import { arrays, judge, mean, POLICY_CAMERAS, picture, reference, row, TASKS } from './shared.mjs';

const NEAR_ENOUGH = 0.001;
const show = process.argv.includes('--show') ? process.argv[process.argv.indexOf('--show') + 1] : undefined;
const opener = await TaskOpener.create();
const others = [];
for (const task of TASKS) {
  const suite = task.split('/')[0];
  const world = await opener.open(task, 0);
  world.resetTo(0, 1);
  const renderer = await Renderer.create(await opener.cameraScene(task));
  const qpos = arrays(task, 'camera', 'states.npz').get('qpos');
  const depths = arrays(task, 'camera', 'depth.npz');
  const ids = arrays(task, 'camera', 'segmentation.npz');
  const results = new Map();
  for (const file of readdirSync(join(reference, task, 'camera')).filter((name) => name.endsWith('.png'))) {
    const [, camera, n] = /^(.*)_(\d+)\.png$/.exec(file);
    const key = `${camera}_${n}`;
    // the reference leaves the burner as the reset hid it
    const { siteAlpha: _, ...poses } = posesOf(world.poseAt(row(qpos, Number(n))));
    const want = { rgb: true, depth: depths.has(key), segmentation: ids.has(key) };
    const drawn = renderer.draw({ camera, width: 256, height: 256, poses, want });
    const theirs = picture('upright', task, 'camera', file);
    const result = { psnr: psnr(drawn.image, theirs), ssim: ssim(drawn.image, theirs) };
    if (drawn.depth) result.depth = share(drawn.depth, depths.get(key).data, NEAR_ENOUGH);
    if (drawn.segmentation) result.ids = share(drawn.segmentation, ids.get(key).data, 0);
    if (!results.has(camera)) results.set(camera, []);
    results.get(camera).push(result);
    const more =
      result.depth === undefined
        ? ''
        : `, depth ${result.depth.toFixed(3)} %, ids ${result.ids.toFixed(3)} %`;
    console.log(`${suite} ${key}: ${result.psnr.toFixed(2)} dB, SSIM ${result.ssim.toFixed(5)}${more}`);
    if (show) await write(`${suite}_${key}`, drawn.image, theirs);
  }
  world.delete();
  for (const [camera, all] of results) {
    const of = (name) => all.flatMap((result) => (result[name] === undefined ? [] : [result[name]]));
    if (!POLICY_CAMERAS.includes(camera)) {
      others.push(...of('psnr'));
      continue;
    }
    judge(`${suite} ${camera} mean PSNR`, mean(of('psnr')), 46);
    judge(`${suite} ${camera} mean SSIM`, mean(of('ssim')), 0.996, 5);
    judge(`${suite} ${camera} worst PSNR`, Math.min(...of('psnr')), 42);
    judge(`${suite} ${camera} worst SSIM`, Math.min(...of('ssim')), 0.99, 5);
    judge(`${suite} ${camera} depth within 1 mm, %`, Math.min(...of('depth')), 99, 3);
    judge(`${suite} ${camera} segmentation equal, %`, Math.min(...of('ids')), 99.5, 3);
  }
}
judge('the other cameras, mean PSNR', mean(others), 41);

/** Percentage of places where both are at most `tolerance` apart. */
function share(ours, theirs, tolerance) {
  let near = 0;
  for (let i = 0; i < ours.length; i++) if (Math.abs(ours[i] - theirs[i]) <= tolerance) near++;
  return (100 * near) / ours.length;
}

async function write(name, ours, theirs) {
  mkdirSync(show, { recursive: true });
  const { width, height } = ours;
  const out = Buffer.alloc(width * 3 * height * 3);
  for (let y = 0; y < height; y++) {
    for (let i = 0; i < width * 3; i++) {
      const at = y * width * 3 + i;
      const line = y * width * 9;
      out[line + i] = theirs.data[at];
      out[line + width * 3 + i] = ours.data[at];
      out[line + width * 6 + i] = Math.min(255, Math.max(0, 128 + 10 * (ours.data[at] - theirs.data[at])));
    }
  }
  const raw = { width: width * 3, height, channels: 3 };
  await sharp(out, { raw })
    .png()
    .toFile(join(show, `${name}.png`));
}
