import { PlumbError } from '@plumb/core';
import type { LiberoWorld, Observed, SceneObject } from '@plumb/world';
import { closeDrawer, openDrawer, turnStoveOn } from './desk-skills.ts';
import { cornersOf, extentAlong, partsOf } from './object-shape.ts';
import { type Action, actionTowards, closingOf } from './servo.ts';
import { middleOf, OPEN, type PlaceTarget, pickAndPlace, type Skill } from './skills.ts';

/** Steps in which things come to rest before anything is planned. */
const SETTLE_STEPS = 8;

/**
 * Solves tasks from the true state, by the same seven numbers that a policy gives: an oracle for the whole pipeline.
 * Knows how to place objects, and the drawer and stove of plumb-desk; for other goals it throws `EXPERT_CANNOT`.
 */
export class ScriptedExpert {
  readonly #skill: Skill;
  #started = false;

  /** The world must be reset, with its init state set. */
  constructor(world: LiberoWorld, observed: Observed) {
    this.#skill = solve(world, observed);
  }

  /** The next action, given what the last one brought about. After the plan has ended the hand rests. */
  act(observed: Observed): Action {
    const next = this.#started ? this.#skill.next(observed) : this.#skill.next();
    this.#started = true;
    if (!next.done) return next.value;
    return actionTowards(observed, { position: observed.eefPosition, closing: closingOf(observed) }, OPEN);
  }
}

function* solve(world: LiberoWorld, observed: Observed): Skill {
  let now = observed;
  const { scene } = world;
  for (let step = 0; step < SETTLE_STEPS; step++) now = yield [0, 0, 0, 0, 0, 0, OPEN];
  for (const { name, args } of scene.problem.goal) {
    const [first = '', second = ''] = args;
    const object = scene.objects.get(first);
    const fixture = scene.fixtures.get(first);
    if ((name === 'in' || name === 'on') && object) {
      now = yield* pickAndPlace(world, now, object, () => targetOf(world, second, name));
    } else if (name === 'open' && fixture?.category.file === 'plumb/desk_drawer.xml') {
      now = yield* openDrawer(world, now, first);
    } else if (name === 'close' && fixture?.category.file === 'plumb/desk_drawer.xml') {
      now = yield* closeDrawer(world, now, first);
    } else if (name === 'turnon' && fixture?.category.file === 'plumb/desk_stove.xml') {
      now = yield* turnStoveOn(world, now, first);
    } else {
      throw cannot(scene.problem.place, `${name} ${args.join(' ')}`);
    }
  }
}

/** Where an object goes for a predicate: the middle of a region or object, on its floor or on its top. */
function targetOf(world: LiberoWorld, name: string, predicate: 'in' | 'on'): PlaceTarget {
  const { scene, simulation } = world;
  const region = scene.regions.get(name);
  if (region) {
    const id = simulation.id('site', name) * 3;
    const [x = 0, y = 0, z = 0] = simulation.views.sitePosition.subarray(id, id + 3);
    const parent =
      region.parent === undefined
        ? undefined
        : (scene.objects.get(region.parent) ?? scene.fixtures.get(region.parent));
    // an object that holds others is entered from above its walls and released over its floor
    const top = parent && predicate === 'in' ? topOf(world, parent) : z;
    return { position: [x, y, predicate === 'in' ? Math.min(top, z + 0.03) : z] };
  }
  const under = (scene.objects.get(name) ?? scene.fixtures.get(name))!;
  const [x, y] = middleOf(world, under);
  return { position: [x, y, topOf(world, under)] };
}

function topOf(world: LiberoWorld, object: SceneObject): number {
  return extentAlong(cornersOf(partsOf(world, object)), [0, 0, 1])[1];
}

function cannot(place: string, goal: string): PlumbError {
  return new PlumbError({
    code: 'EXPERT_CANNOT',
    what: `The scripted expert cannot bring about "${goal}" (${place}).`,
    why: 'It places objects, and works the drawer and stove of plumb-desk.',
    remedy: 'Use it on plumb-desk, libero_object and libero_spatial.',
  });
}
