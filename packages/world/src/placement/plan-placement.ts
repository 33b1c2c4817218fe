import { PlumbError } from '@plumb/core';
import type { Predicate, Region } from '../bddl/problem.ts';
import type { SceneObject } from '../scene/build-object.ts';
import type { TaskScene } from '../scene/build-scene.ts';
import type { Rotation } from '../scene/object-catalogue.ts';
import type { RegionSampler } from './region-sampler.ts';

/** A sampler that waits for what it refers to: something placed before, and maybe a site of it. */
export interface ConditionalSampler {
  readonly sampler: RegionSampler;
  readonly reference: string;
  /** The site that the region is, if it is one. */
  readonly site?: string;
  /** Whether the object goes on top of the reference or inside it. */
  readonly onTop: boolean;
}

/** Joints that are set to one value drawn from a range. */
export interface JointSampler {
  readonly joints: readonly string[];
  readonly range: readonly [number, number];
}

/** How a task is laid out at a reset, in the order of LIBERO's draws. */
export interface PlacementPlan {
  readonly joints: readonly JointSampler[];
  /** On the workspace. */
  readonly free: readonly RegionSampler[];
  /** On or in a site of something placed. */
  readonly onSites: readonly ConditionalSampler[];
  /** On another object. */
  readonly onObjects: readonly ConditionalSampler[];
}

/** The rooms that objects drop from: 1 cm above their place. */
const DROP = 0.01;
const POINT = [[0, 0]] as const;

/** What the BDDL's `:init` says about places and joints (`_add_placement_initializer`, bddl_base_domain.py). */
export function planPlacement(scene: TaskScene): PlacementPlan {
  const { problem, objects, fixtures } = scene;
  const joints: JointSampler[] = [];
  const free: RegionSampler[] = [];
  const onSites: ConditionalSampler[] = [];
  const inSites: ConditionalSampler[] = [];
  const onObjects: ConditionalSampler[] = [];
  for (const predicate of problem.init) {
    const [subject = '', place = ''] = predicate.args;
    const region = problem.regions.get(place);
    if (predicate.name === 'on' && objects.has(place)) {
      onObjects.push(onObject(movable(scene, subject, predicate), place));
    } else if (predicate.name === 'in' && region) {
      inSites.push({
        sampler: atPoint(movable(scene, subject, predicate), 0, true),
        reference: region.target,
        site: region.name,
        onTop: false,
      });
    } else if (predicate.name === 'on' && region) {
      if (objects.has(region.target) || fixtures.has(region.target)) {
        onSites.push(onSite(scene, movable(scene, subject, predicate), region, predicate));
      } else {
        free.push(onWorkspace(scene, subject, region, predicate));
      }
    } else if (predicate.name !== 'on' && predicate.name !== 'in' && predicate.name !== 'up') {
      const sampler = jointSampler(scene, subject, predicate.name);
      if (sampler) joints.push(sampler);
    }
  }
  // LIBERO draws "on a site" before "in a site"
  return { joints, free, onSites: [...onSites, ...inSites], onObjects };
}

function onWorkspace(scene: TaskScene, name: string, region: Region, at: Predicate): RegionSampler {
  const { workspace } = scene;
  const xRanges = region.ranges.map((range) => [range[0], range[2]] as const);
  const yRanges = region.ranges.map((range) => [range[1], range[3]] as const);
  const fixture = scene.fixtures.get(name);
  if (fixture) {
    const yaw = region.yawRotation;
    return {
      object: fixture,
      xRanges,
      yRanges,
      rotation: { axis: 'z', range: [Math.min(...yaw), Math.max(...yaw)] },
      turn: 'straight',
      margin: 0,
      avoidOthers: false,
      height: workspace.fixtureHeight,
    };
  }
  const object = movable(scene, name, at);
  return {
    object,
    xRanges,
    yRanges,
    rotation: object.category.rotation,
    turn: 'slipped',
    margin: workspace.wholeObjectInRegion ? object.horizontalRadius : 0,
    avoidOthers: true,
    height: DROP,
  };
}

function onSite(scene: TaskScene, object: SceneObject, region: Region, at: Predicate): ConditionalSampler {
  const site = scene.regions.get(region.name);
  if (site === undefined) throw initUnknown(scene, region.name, at);
  const [width = 0, depth = 0] = site.size;
  const sampler: RegionSampler = {
    ...atPoint(object, 0, true),
    xRanges: [[-width / 2, width / 2]],
    yRanges: [[-depth / 2, depth / 2]],
    margin: object.horizontalRadius,
  };
  return { sampler, reference: region.target, site: region.name, onTop: true };
}

function onObject(object: SceneObject, reference: string): ConditionalSampler {
  return { sampler: atPoint(object, DROP, false), reference, onTop: true };
}

function atPoint(object: SceneObject, height: number, avoidOthers: boolean): RegionSampler {
  const rotation: Rotation = object.category.rotation;
  return {
    object,
    xRanges: POINT,
    yRanges: POINT,
    rotation,
    turn: 'slipped',
    margin: 0,
    avoidOthers,
    height,
  };
}

function jointSampler(
  scene: TaskScene,
  name: string,
  state: 'open' | 'close' | 'turnon' | 'turnoff',
): JointSampler | undefined {
  const site = scene.regions.get(name);
  const owner = site?.parent ?? name;
  const object = scene.objects.get(owner) ?? scene.fixtures.get(owner);
  const range = object?.category.articulation?.[state];
  if (object === undefined || range === undefined) return undefined;
  return { joints: site?.joints ?? object.joints, range };
}

function movable(scene: TaskScene, name: string, at: Predicate): SceneObject {
  const object = scene.objects.get(name);
  if (object === undefined) throw initUnknown(scene, name, at);
  return object;
}

function initUnknown(scene: TaskScene, name: string, at: Predicate): PlumbError {
  return new PlumbError({
    code: 'BDDL_NAME_UNKNOWN',
    what: `${scene.problem.place}:${at.line}:${at.column}: nothing in the scene is called "${name}".`,
    why: 'An initial state places things that are there.',
    remedy: 'Declare it under :objects, :fixtures or :regions, or correct the name.',
  });
}
