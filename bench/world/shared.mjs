import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The recorded reference beside the repository (or under PLUMB_SHARED). */
export const reference = join(
  process.env.PLUMB_SHARED ?? fileURLToPath(new URL('../../../shared', import.meta.url)),
  'libero/reference',
);

export const readJson = (...path) => JSON.parse(readFileSync(join(reference, ...path), 'utf8'));

/** Position and quaternion (w x y z) of the root bodies of `names`. */
export function posesOf(world, names) {
  const { bodyPosition, bodyQuaternion } = world.simulation.views;
  return names.map((name) => {
    const object = world.scene.objects.get(name) ?? world.scene.fixtures.get(name);
    const body = world.simulation.id('body', object.rootBody);
    return {
      position: bodyPosition.slice(body * 3, body * 3 + 3),
      quaternion: bodyQuaternion.slice(body * 4, body * 4 + 4),
    };
  });
}

export const distance = (a, b) => Math.hypot(...Array.from(a, (value, i) => value - b[i]));
