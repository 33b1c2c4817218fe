import { PlumbError } from '@plumb/core';
import type { BddlProblem, Region } from '../bddl/problem.ts';
import type { ModelSource } from '../mjcf/asset-files.ts';
import { MjcfModel } from '../mjcf/mjcf-model.ts';
import { recolourCollisionGeoms } from '../mjcf/rename.ts';
import { XmlElement } from '../xml/xml-element.ts';
import { modelPart } from './model-part.ts';
import type { Workspace } from './workspace.ts';

/** A region of the workspace itself, drawn as a site; half sizes in metres, in the frame of the table's body. */
export interface ZoneSite {
  readonly name: string;
  readonly halfSize: readonly [number, number, number];
}

const COLLISION_COLOUR = [0.5, 0.5, 0, 1];
const ZONE_HALF_HEIGHT = 0.007;

/** Room, table, cameras and region sites (libero/libero/envs/arenas/*.py, robosuite/models/arenas/arena.py). */
export function buildArena(
  files: ModelSource,
  workspace: Workspace,
  problem: BddlProblem,
): { model: MjcfModel; zones: ZoneSite[] } {
  const file = workspace.files.scene;
  const model = MjcfModel.load(files, file);
  const world = model.section('worldbody');
  recolourCollisionGeoms(world, COLLISION_COLOUR, 'floor');
  const body = modelPart(world, 'body', workspace.body, file);
  if (workspace.table) shapeTable(body, workspace.table, workspace.offset, file);
  const retexture = (name: string, texture: string) => {
    const element = modelPart(model.section('asset'), 'texture', name, file);
    element.set('file', `${element.get('file')!.split('/').slice(0, -1).join('/')}/${texture}`);
  };
  if (workspace.textures) {
    retexture('texplane', workspace.textures.floor);
    retexture('tex-wall', workspace.textures.wall);
  }
  for (const [name, pose] of Object.entries(workspace.cameras)) {
    let camera = world.find('camera', name);
    if (camera === undefined) {
      camera = new XmlElement('camera', [['name', name]]);
      world.children.push(camera);
    }
    camera.set('pos', pose.position).set('quat', pose.quaternion);
  }
  const regions = [...problem.regions.values()].filter((region) => region.name.includes(workspace.name));
  return { model, zones: regions.map((region) => addZone(body, region, workspace, problem.place)) };
}

function addZone(body: XmlElement, region: Region, workspace: Workspace, place: string): ZoneSite {
  const range = region.ranges[0];
  if (range === undefined) throw zoneWithoutRange(place, region, workspace);
  const [x0, y0, x1, y1] = range;
  const [shiftX, shiftY] = workspace.regions.shifted ? workspace.offset : [0, 0];
  const halfSize = [(x1 - x0) / 2, (y1 - y0) / 2, ZONE_HALF_HEIGHT] as const;
  const site = new XmlElement('site', [
    ['name', region.name],
    ['type', 'box'],
  ]);
  site.set('pos', [(x1 + x0) / 2 + shiftX, (y1 + y0) / 2 + shiftY, workspace.regions.height]);
  site.set('quat', [1, 0, 0, 0]).set('rgba', region.rgba).set('size', halfSize);
  body.children.push(site);
  return { name: region.name, halfSize };
}

/** As `configure_location` of TableArena: a table of the size, with four legs to the floor. */
function shapeTable(
  table: XmlElement,
  { size, friction }: NonNullable<Workspace['table']>,
  offset: Workspace['offset'],
  file: string,
): void {
  const half = size.map((length) => length / 2) as [number, number, number];
  table.set('pos', [offset[0], offset[1], -half[2] + offset[2]]);
  modelPart(table, 'geom', 'table_collision', file).set('size', half).set('friction', friction);
  modelPart(table, 'geom', 'table_visual', file).set('size', half);
  modelPart(table, 'site', 'table_top', file).set('pos', [0, 0, half[2]]);
  const legLength = (offset[2] - half[2]) / 2;
  const corners = [
    [0.1, 0.1],
    [-0.1, 0.1],
    [-0.1, -0.1],
    [0.1, -0.1],
  ] as const;
  corners.forEach(([dx, dy], i) => {
    const x = half[0] > Math.abs(dx * 2) ? Math.sign(dx) * half[0] - dx : 0;
    const y = half[1] > Math.abs(dy * 2) ? Math.sign(dy) * half[1] - dy : 0;
    const leg = modelPart(table, 'geom', `table_leg${i + 1}_visual`, file);
    leg.set('pos', [x, y, -legLength]).set('size', [0.025, legLength]);
  });
}

function zoneWithoutRange(place: string, region: Region, workspace: Workspace): PlumbError {
  return new PlumbError({
    code: 'REGION_WITHOUT_RANGE',
    what: `${place}: the region "${region.name}" has no :ranges.`,
    why: `Its name contains "${workspace.name}", so it is an area of the workspace, and an area has a size.`,
    remedy: 'Give it (:ranges ((x0 y0 x1 y1))), or rename what it belongs to.',
  });
}
