import type { GeomType, LocalPose, SceneGeom } from '@plumb/contract';
import type { XmlElement } from '../xml/xml-element.ts';
import { unsupportedModel } from './malformed-asset.ts';
import type { CompiledMesh } from './mesh/compile-mesh.ts';
import { compose, turnToward, type Vector } from './pose.ts';
import { nameOf, numberOf, refuseAttributes, turnOf, valuesOf, wordOf } from './read-attributes.ts';

const TYPES: readonly GeomType[] = ['plane', 'sphere', 'capsule', 'ellipsoid', 'cylinder', 'box', 'mesh'];
/** Shapes that may be given by their two ends. */
const LONG: readonly GeomType[] = ['capsule', 'cylinder', 'ellipsoid', 'box'];
const GREY = [0.5, 0.5, 0.5, 1];
const SITE_SIZE = 0.005;

/** What geoms refer to by name: places in the scene's lists. */
export interface Indices {
  readonly materials: ReadonlyMap<string, number>;
  readonly meshes: ReadonlyMap<string, { readonly index: number; readonly compiled: CompiledMesh }>;
}

/** A `<geom>` or `<site>` of the body `body`, the `id`th of its kind. */
export function readGeom(element: XmlElement, body: number, id: number, indices: Indices): SceneGeom {
  const kind = element.tag === 'site' ? 'site' : 'geom';
  const name = nameOf(element);
  refuseAttributes(element, ['class', 'hfield', 'fitscale', 'shellinertia']);
  const type = wordOf(element, 'type', TYPES, 'sphere');
  const size = valuesOf(element, 'size', Array(3).fill(kind === 'site' ? SITE_SIZE : 0)) as Vector;
  const mesh = type === 'mesh' ? find(indices.meshes, 'mesh', element) : undefined;
  if (type !== 'mesh' && element.attributes.has('mesh'))
    throw unsupportedModel(`a ${type} "${name}" fitted to a mesh`);
  const given = element.attributes.has('fromto')
    ? betweenEnds(element, type, size)
    : {
        pose: { position: valuesOf(element, 'pos', [0, 0, 0]) as Vector, quaternion: turnOf(element) },
        size,
      };
  return {
    kind,
    id,
    name,
    body,
    pose: mesh ? compose(given.pose, mesh.compiled.frame) : given.pose,
    type,
    size: mesh?.compiled.reach ?? given.size,
    group: numberOf(element, 'group', 0),
    mesh: mesh?.index,
    material: element.attributes.has('material') ? find(indices.materials, 'material', element) : undefined,
    rgba: valuesOf(element, 'rgba', GREY) as [number, number, number, number],
  };
}

function find<T>(entries: ReadonlyMap<string, T>, attribute: 'mesh' | 'material', element: XmlElement): T {
  const found = entries.get(element.get(attribute) ?? '');
  if (found === undefined)
    throw unsupportedModel(
      `a ${element.tag} "${nameOf(element)}" that names an unknown ${attribute} "${element.get(attribute)}"`,
    );
  return found;
}

/** Pose and size from `fromto`: the axis points from the second end to the first. */
function betweenEnds(
  element: XmlElement,
  type: GeomType,
  [radius]: Vector,
): { pose: LocalPose; size: Vector } {
  const ends = valuesOf(element, 'fromto', Array(6).fill(Number.NaN));
  const axis = [0, 1, 2].map((k) => ends[k]! - ends[k + 3]!) as Vector;
  const length = Math.hypot(...axis);
  if (!LONG.includes(type) || !(length > 0) || element.attributes.has('pos'))
    throw unsupportedModel(`a ${type} "${nameOf(element)}" with fromto="${element.get('fromto')}"`);
  return {
    pose: {
      position: [0, 1, 2].map((k) => (ends[k]! + ends[k + 3]!) / 2) as Vector,
      quaternion: turnToward(axis.map((value) => value / length) as Vector),
    },
    size: type === 'capsule' || type === 'cylinder' ? [radius, length / 2, 0] : [radius, radius, length / 2],
  };
}
