import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readNpz, readPng } from '@plumb/world';

/** The recorded reference beside the repository (or under PLUMB_SHARED). */
export const reference = join(
  process.env.PLUMB_SHARED ?? fileURLToPath(new URL('../../../shared', import.meta.url)),
  'libero/reference',
);

/** The four tasks of which everything was recorded. */
export const TASKS = [
  'libero_spatial/pick_up_the_black_bowl_between_the_plate_and_the_ramekin_and_place_it_on_the_plate',
  'libero_object/pick_up_the_alphabet_soup_and_place_it_in_the_basket',
  'libero_goal/turn_on_the_stove',
  'libero_10/KITCHEN_SCENE4_put_the_black_bowl_in_the_bottom_drawer_of_the_cabinet_and_close_it',
];

/** LIBERO's own two, which policies see. */
export const POLICY_CAMERAS = ['agentview', 'robot0_eye_in_hand'];

export function picture(orientation, ...path) {
  const name = join(reference, ...path);
  const { width, height, data } = readPng(readFileSync(name), name);
  return { width, height, data, orientation };
}

export function arrays(...path) {
  const name = join(reference, ...path);
  return readNpz(readFileSync(name), name);
}

/** Row `n` of an array. */
export function row({ shape, data }, n) {
  const width = data.length / shape[0];
  return data.slice(n * width, (n + 1) * width);
}

export const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Prints `name: value` against a bar and remembers a failure in the exit status. */
export function judge(name, value, bar, digits = 2) {
  const good = value >= bar;
  if (!good) process.exitCode = 1;
  console.log(`${good ? 'ok  ' : 'MISS'} ${name}: ${value.toFixed(digits)} (bar ${bar})`);
}
