import type { XmlElement } from '../xml/xml-element.ts';

/** Attributes that name an element (robosuite/utils/mjcf_utils.py, MUJOCO_NAMED_ATTRIBUTES). */
const NAMING = [
  'class',
  'childclass',
  'name',
  'objname',
  'material',
  'texture',
  'joint',
  'joint1',
  'joint2',
  'jointinparent',
  'geom',
  'geom1',
  'geom2',
  'mesh',
  'fixed',
  'actuator',
  'tendon',
  'tendon1',
  'tendon2',
  'slidesite',
  'cranksite',
  'body',
  'body1',
  'body2',
  'hfield',
  'target',
  'prefix',
  'site',
] as const;

/** Puts `prefix` before every name at or below `root`, except where it stands there already (`add_prefix`). */
export function prefixNames(root: XmlElement, prefix: string): void {
  for (const element of root.walk()) {
    for (const attribute of NAMING) {
      const value = element.get(attribute);
      if (value !== undefined && !value.startsWith(prefix)) element.set(attribute, prefix + value);
    }
  }
}

/** Gives collision geoms one colour and no material, as `recolor_collision_geoms`; `except` is left alone. */
export function recolourCollisionGeoms(root: XmlElement, rgba: readonly number[], except?: string): void {
  for (const element of root.walk()) {
    if (element.tag !== 'geom' || (element.get('group') ?? '0') !== '0') continue;
    if (except !== undefined && element.get('name') === except) continue;
    element.set('rgba', rgba).attributes.delete('material');
  }
}
