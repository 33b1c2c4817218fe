import type { LiberoWorld, Observed } from '@plumb/world';
import { CLOSE, hold, moveTo, OPEN, type Skill } from './skills.ts';

type Vector3 = readonly [number, number, number];

/** The middle of a geom now, metres. */
function geomAt(world: LiberoWorld, name: string): Vector3 {
  const id = world.simulation.id('geom', name) * 3;
  const { geomPosition } = world.simulation.views;
  return [geomPosition[id]!, geomPosition[id + 1]!, geomPosition[id + 2]!];
}

const ACROSS = Math.PI / 2;
const ABOVE = 0.14;

/** Takes the drawer's knob between two fingers and draws it out. */
export function* openDrawer(world: LiberoWorld, observed: Observed, fixture: string): Skill<Observed> {
  let now = observed;
  const [x, y, z] = geomAt(world, `${fixture}_knob`);
  const at = (dx: number, dz: number) => ({ position: [x + dx, y, z + dz] as Vector3, closing: ACROSS });
  now = yield* moveTo(now, at(0, ABOVE), OPEN, { tolerance: 0.015 });
  now = yield* moveTo(now, at(0, 0.005), OPEN, { tolerance: 0.006, speed: 0.5 });
  now = yield* hold(now, at(0, 0.005), CLOSE, 12);
  now = yield* moveTo(now, at(-0.17, 0.005), CLOSE, { tolerance: 0.006, speed: 0.5 });
  now = yield* hold(now, at(-0.165, 0.005), OPEN, 8);
  return yield* moveTo(now, at(-0.165, ABOVE), OPEN, { tolerance: 0.03, steps: 30 });
}

/** Pushes the drawer in with closed fingers against its knob. */
export function* closeDrawer(world: LiberoWorld, observed: Observed, fixture: string): Skill<Observed> {
  let now = observed;
  const [x, y, z] = geomAt(world, `${fixture}_knob`);
  const front = (dx: number, dz: number) => ({ position: [x + dx, y, z + dz] as Vector3, closing: ACROSS });
  now = yield* moveTo(now, front(-0.06, ABOVE), CLOSE, { tolerance: 0.02 });
  now = yield* moveTo(now, front(-0.06, 0), CLOSE, { tolerance: 0.01, speed: 0.5 });
  return yield* moveTo(now, front(0.2, 0), CLOSE, { tolerance: 0.005, speed: 0.5, steps: 80 });
}

/** Pushes the stove's paddle round at the end that points to the arm. */
export function* turnStoveOn(world: LiberoWorld, observed: Observed, fixture: string): Skill<Observed> {
  let now = observed;
  const [x, y, z] = geomAt(world, `${fixture}_paddle`);
  const at = (dx: number, dy: number, dz: number) => ({
    position: [x + dx, y + dy, z + dz] as Vector3,
    closing: ACROSS,
  });
  now = yield* moveTo(now, at(-0.035, 0.06, ABOVE), CLOSE, { tolerance: 0.02 });
  now = yield* moveTo(now, at(-0.035, 0.06, 0.005), CLOSE, { tolerance: 0.01, speed: 0.5 });
  now = yield* moveTo(now, at(-0.03, -0.05, 0.005), CLOSE, { tolerance: 0.01, speed: 0.5, steps: 50 });
  return yield* moveTo(now, at(0.01, -0.06, 0.005), CLOSE, { tolerance: 0.01, speed: 0.5, steps: 30 });
}
