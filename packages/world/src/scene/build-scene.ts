import { PlumbError } from '@plumb/core';
import type { BddlProblem } from '../bddl/problem.ts';
import type { ModelSource } from '../mjcf/asset-files.ts';
import { MjcfModel } from '../mjcf/mjcf-model.ts';
import type { XmlElement } from '../xml/xml-element.ts';
import { buildArena } from './build-arena.ts';
import { buildObject, type ObjectSite, type SceneObject } from './build-object.ts';
import { buildRobot } from './build-robot.ts';
import { findCategory } from './object-catalogue.ts';
import { findWorkspace, type Workspace } from './workspace.ts';

/** A region that predicates and placements refer to: a zone of the workspace or a site of an object. */
export type RegionSite = Pick<ObjectSite, 'name' | 'size' | 'joints'> & {
  readonly parent: string | undefined;
};

/** A task's scene as MJCF, with what placements and predicates need to know of its parts. */
export interface TaskScene {
  readonly problem: BddlProblem;
  readonly workspace: Workspace;
  /** The full model; files are named `libero/…` and `robosuite/…`. */
  readonly mjcf: XmlElement;
  /** Movable objects in the order of the BDDL. */
  readonly objects: ReadonlyMap<string, SceneObject>;
  readonly fixtures: ReadonlyMap<string, SceneObject>;
  readonly regions: ReadonlyMap<string, RegionSite>;
}

const TIMESTEP = 0.002;

/**
 * Arena, robot, objects, fixtures in this order, as LIBERO's `_load_model` (libero/libero/envs/bddl_base_domain.py)
 * and robosuite's Task merge them. Fixtures stand where their model says until a placement moves them.
 */
export function buildScene(files: ModelSource, problem: BddlProblem): TaskScene {
  const workspace = findWorkspace(problem);
  const robot = buildRobot(files, workspace);
  const { model: arena, zones } = buildArena(files, workspace, problem);
  const build = (categories: BddlProblem['objects'], movable: boolean) => {
    const built = new Map<string, SceneObject>();
    for (const [category, names] of categories) {
      if (!movable && category === workspace.category) continue;
      for (const name of names) {
        built.set(name, buildObject(files, name, findCategory(category, problem.place), movable));
      }
    }
    return built;
  };
  const fixtures = build(problem.fixtures, false);
  const objects = build(problem.objects, true);

  const scene = MjcfModel.load(files, workspace.files.base);
  scene.root.child('option')?.set('timestep', TIMESTEP);
  scene.merge(arena);
  scene.merge(robot);
  for (const object of [...objects.values(), ...fixtures.values()]) {
    scene.mergeAssets(object.model);
    scene.section('worldbody').children.push(object.body);
  }

  const regions = new Map<string, RegionSite>();
  for (const zone of zones) {
    regions.set(zone.name, { name: zone.name, size: zone.halfSize, joints: [], parent: undefined });
  }
  for (const object of [...objects.values(), ...fixtures.values()]) {
    for (const site of object.sites) {
      if (problem.regions.has(site.name) && !regions.has(site.name)) regions.set(site.name, site);
    }
  }
  const built = { problem, workspace, mjcf: scene.root, objects, fixtures, regions };
  for (const predicate of problem.goal) {
    for (const name of predicate.args) {
      if (!objects.has(name) && !fixtures.has(name) && !regions.has(name))
        throw unknownName(problem, name, predicate);
    }
  }
  return built;
}

function unknownName(problem: BddlProblem, name: string, at: { line: number; column: number }): PlumbError {
  return new PlumbError({
    code: 'BDDL_NAME_UNKNOWN',
    what: `${problem.place}:${at.line}:${at.column}: nothing in the scene is called "${name}".`,
    why: 'A goal is judged by the state of the things that it names.',
    remedy: 'Declare it under :objects, :fixtures or :regions, or correct the name.',
  });
}
