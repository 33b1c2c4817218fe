import { PlumbError } from '@plumb/core';
import type { Predicate } from '../bddl/problem.ts';
import type { Simulation } from '../physics/simulation.ts';
import type { SceneObject } from '../scene/build-object.ts';
import type { RegionSite, TaskScene } from '../scene/build-scene.ts';
import type { Articulation } from '../scene/object-catalogue.ts';
import { isInBox, isOnSite, matrixOf, vectorOf } from './regions.ts';

/** Objects whose centres are closer than this in x and y can lie on each other, metres. */
const ON_DISTANCE = 0.03;
/** Height of a body that counts as up, metres. */
const UP_HEIGHT = 1;

type Judge = () => boolean;

/**
 * LIBERO's predicates on the state as MuJoCo has it (libero/libero/envs/predicates, object_states). Poses and
 * contacts are those of the last position computation, joints the current ones: after a step they are one substep
 * apart, as in Python. Throws `PREDICATE_UNFIT` where names do not fit the predicate.
 */
export function judgePredicate(scene: TaskScene, simulation: Simulation, predicate: Predicate): Judge {
  const [first = '', second = ''] = predicate.args;
  const thing = (name: string) => scene.objects.get(name) ?? scene.fixtures.get(name);
  const object = (name: string): SceneObject => {
    const found = thing(name);
    if (found === undefined) throw unfit(scene, predicate, `"${name}" is not an object`);
    return found;
  };
  switch (predicate.name) {
    case 'on': {
      const region = scene.regions.get(second);
      if (region) return judgeOnRegion(scene, simulation, object(first), region);
      return judgeOnObject(simulation, object(first), object(second));
    }
    case 'in': {
      const region = scene.regions.get(second);
      // LIBERO asks an object for a method that only composite objects have, and crashes
      if (region === undefined) throw unfit(scene, predicate, `"${second}" is not a region`);
      return judgeInRegion(simulation, object(first), region);
    }
    case 'up': {
      const body = simulation.id('body', object(first).rootBody);
      return () => simulation.views.bodyPosition[body * 3 + 2]! >= UP_HEIGHT;
    }
    default: {
      const region = scene.regions.get(first);
      const owner = object(region?.parent ?? first);
      const articulation = owner.category.articulation ?? {};
      const turns = predicate.name === 'turnon' || predicate.name === 'turnoff';
      const test = jointTest(articulation, predicate.name);
      if (test === undefined || (turns && region)) {
        throw unfit(scene, predicate, `"${first}" cannot be in the state "${predicate.name}"`);
      }
      const addresses = (region?.joints ?? owner.joints).map((joint) => simulation.qposAddress(joint));
      const holds = (address: number) => test(simulation.views.qpos[address]!);
      // one joint opens or turns on the whole; all must be closed or off
      const any = predicate.name === 'open' || predicate.name === 'turnon';
      return any ? () => addresses.some(holds) : () => addresses.every(holds);
    }
  }
}

/** How a category judges a joint (articulated_objects.py): drawers and doors open towards either side. */
function jointTest(
  articulation: Articulation,
  state: 'open' | 'close' | 'turnon' | 'turnoff',
): ((qpos: number) => boolean) | undefined {
  const { open, close, turnon, turnoff } = articulation;
  if (state === 'turnon') return turnon && ((qpos) => qpos >= turnon[0]);
  if (state === 'turnoff') return turnoff && ((qpos) => qpos < turnoff[1]);
  if (open === undefined || close === undefined) return undefined;
  const negative = open[0] < close[0];
  if (state === 'open') return negative ? (qpos) => qpos < open[1] : (qpos) => qpos > open[0];
  return negative ? (qpos) => qpos > close[0] : (qpos) => qpos < close[1];
}

function judgeInRegion(simulation: Simulation, object: SceneObject, region: RegionSite): Judge {
  const site = simulation.id('site', region.name);
  const body = simulation.id('body', object.rootBody);
  return () => {
    const { sitePosition, siteMatrix, bodyPosition } = simulation.views;
    return isInBox(
      vectorOf(sitePosition, site),
      matrixOf(siteMatrix, site),
      region.size,
      vectorOf(bodyPosition, body),
    );
  };
}

function judgeOnRegion(
  scene: TaskScene,
  simulation: Simulation,
  object: SceneObject,
  region: RegionSite,
): Judge {
  const site = simulation.id('site', region.name);
  const body = simulation.id('body', object.rootBody);
  const parent =
    region.parent === undefined
      ? undefined
      : (scene.objects.get(region.parent) ?? scene.fixtures.get(region.parent));
  const touches = parent && judgeContact(simulation, parent, object);
  return () => {
    const { sitePosition, siteMatrix, bodyPosition } = simulation.views;
    const position = vectorOf(bodyPosition, body);
    if (!isOnSite(vectorOf(sitePosition, site), matrixOf(siteMatrix, site), region.size, position))
      return false;
    return touches?.() ?? true;
  };
}

function judgeOnObject(simulation: Simulation, upper: SceneObject, lower: SceneObject): Judge {
  const top = simulation.id('body', upper.rootBody);
  const bottom = simulation.id('body', lower.rootBody);
  const touches = judgeContact(simulation, lower, upper);
  return () => {
    const [x, y, z] = vectorOf(simulation.views.bodyPosition, top);
    const [bx, by, bz] = vectorOf(simulation.views.bodyPosition, bottom);
    // contacts last: reading them costs more than the rest
    return bz <= z && Math.hypot(bx - x, by - y) < ON_DISTANCE && touches();
  };
}

function judgeContact(simulation: Simulation, a: SceneObject, b: SceneObject): Judge {
  const ids = (object: SceneObject) =>
    new Set(object.contactGeoms.map((name) => simulation.id('geom', name)));
  const [first, second] = [ids(a), ids(b)];
  return () =>
    simulation
      .contacts()
      .some(([g1, g2]) => (first.has(g1) && second.has(g2)) || (first.has(g2) && second.has(g1)));
}

function unfit(scene: TaskScene, at: Predicate, problem: string): PlumbError {
  return new PlumbError({
    code: 'PREDICATE_UNFIT',
    what: `${scene.problem.place}:${at.line}:${at.column}: ${problem}.`,
    why: `"${at.name}" cannot be judged then, and the goal neither.`,
    remedy: 'Name an object or region that fits, as the tasks of LIBERO do.',
  });
}
