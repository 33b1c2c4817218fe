// Draws docs/images/render-desk.png: twelve states of an episode that the expert played in plumb-desk, agentview:
//   node scripts/picture-of-desk.mjs
// Made of what the commands write, as a user would.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRun } from '@plumb/run';
import sharp from 'sharp';
import { root } from './setup.mjs';

const TASK = 'plumb-desk/0';
const CAMERA = 'agentview';
const [COLUMNS, ROWS, SIZE, GAP] = [4, 3, 208, 4];

const folder = mkdtempSync(join(tmpdir(), 'plumb-picture-'));
try {
  const steps = playExpert();
  writeFileSync(join(folder, 'actions.json'), JSON.stringify(steps.map(({ asked }) => [...asked])));
  plumb('rollout', TASK, '--actions', 'actions.json', '--record', 'episode.npz');
  plumb('render', TASK, '--states', 'episode.npz', '--camera', CAMERA, '--size', String(SIZE), '--out', '.');
  await drawSheet(steps.length);
} finally {
  rmSync(folder, { recursive: true });
}

function playExpert() {
  plumb('eval', 'expert', '--suite', 'plumb-desk', '--tasks', '0', '--episodes', '1', '--out', 'run');
  const run = openRun(join(folder, 'run'));
  try {
    return run.steps(run.episodes[0]);
  } finally {
    run.close();
  }
}

async function drawSheet(states) {
  const count = COLUMNS * ROWS;
  const pictures = Array.from({ length: count }, (_, i) => ({
    input: join(folder, `${CAMERA}_${Math.round((i * (states - 1)) / (count - 1))}.png`),
    left: GAP + (i % COLUMNS) * (SIZE + GAP),
    top: GAP + Math.floor(i / COLUMNS) * (SIZE + GAP),
  }));
  const length = (cells) => GAP + cells * (SIZE + GAP);
  const file = 'docs/images/render-desk.png';
  await sharp({
    create: { width: length(COLUMNS), height: length(ROWS), channels: 3, background: '#ffffff' },
  })
    .composite(pictures)
    .png()
    .toFile(join(root, file));
  console.log(file);
}

function plumb(...args) {
  const { status, stderr } = spawnSync(join(root, 'node_modules/.bin/plumb'), args, {
    cwd: folder,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
}
