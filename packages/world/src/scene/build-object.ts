import type { ModelSource } from '../mjcf/asset-files.ts';
import { MjcfModel } from '../mjcf/mjcf-model.ts';
import { prefixNames } from '../mjcf/rename.ts';
import { numbersOf, XmlElement } from '../xml/xml-element.ts';
import { modelPart } from './model-part.ts';
import type { ObjectCategory } from './object-catalogue.ts';

/** A site of an object that BDDL can name as a region. */
export interface ObjectSite {
  readonly name: string;
  /** The object that it belongs to. */
  readonly parent: string;
  /** Joints of the body that carries it. */
  readonly joints: readonly string[];
  /** As written in the model: half sizes in metres. */
  readonly size: readonly number[];
}

/** An object or fixture of a scene. */
export interface SceneObject {
  readonly name: string;
  readonly category: ObjectCategory;
  /** Movable objects have a free joint, fixtures none. */
  readonly movable: boolean;
  readonly model: MjcfModel;
  readonly body: XmlElement;
  readonly rootBody: string;
  /** All joints in the order of the model; a movable object's free joint comes last. */
  readonly joints: readonly string[];
  /** Geoms of group 0, by which contact is judged. */
  readonly contactGeoms: readonly string[];
  readonly sites: readonly ObjectSite[];
  /** Heights of bottom and top above the body's origin, metres. */
  readonly bottom: number;
  readonly top: number;
  /** Metres. */
  readonly horizontalRadius: number;
}

/** An object's model under its own name (robosuite/models/objects/objects.py, MujocoXMLObject). */
export function buildObject(
  files: ModelSource,
  name: string,
  category: ObjectCategory,
  movable: boolean,
): SceneObject {
  const model = MjcfModel.load(files, category.file);
  const world = model.section('worldbody');
  const prefix = `${name}_`;
  const body = modelPart(world, 'body', 'object', category.file).clone();
  nameGeoms(body);
  body.set('name', 'main');
  if (movable) {
    body.children.push(
      new XmlElement('joint', Object.entries({ name: 'joint0', type: 'free', damping: '0.0005' })),
    );
  }
  body.children.push(
    new XmlElement(
      'site',
      Object.entries({
        name: 'default_site',
        pos: '0 0 0',
        size: '0.002 0.002 0.002',
        rgba: '1 0 0 0',
        type: 'sphere',
        group: '0',
      }),
    ),
  );
  prefixNames(body, prefix);
  prefixNames(model.root, prefix);
  const mark = (site: string) =>
    numbersOf(modelPart(world, 'site', prefix + site, category.file).get('pos') ?? '0 0 0');
  const below = [...body.walk()];
  const named = (tag: string) => below.filter((element) => element.tag === tag);
  return {
    name,
    category,
    movable,
    model,
    body,
    rootBody: `${prefix}main`,
    joints: named('joint').map((joint) => joint.get('name')!),
    contactGeoms: named('geom')
      .filter((geom) => geom.get('group') === '0')
      .map((geom) => geom.get('name')!),
    sites: regionSites(world, name),
    bottom: mark('bottom_site')[2]!,
    top: mark('top_site')[2]!,
    horizontalRadius: mark('horizontal_radius_site')[0]!,
  };
}

/** Keeps groups 0 and 1 and names what has no name by its number. */
function nameGeoms(body: XmlElement): void {
  let count = 0;
  const visit = (element: XmlElement) => {
    element.children = element.children.filter((child) => {
      if (child.tag !== 'geom') {
        visit(child);
        return true;
      }
      const number = count++;
      if (!child.attributes.has('name')) child.set('name', `g${number}`);
      return child.get('group') === '0' || child.get('group') === '1';
    });
  };
  visit(body);
}

/**
 * The sites that LIBERO finds in an object, each with the innermost body's joints. Its search ends at the first body
 * without a site (`_load_sites_in_arena`), and so does this one.
 */
function regionSites(world: XmlElement, parent: string): ObjectSite[] {
  const sites = new Map<string, ObjectSite>();
  const outer = world.child('body');
  for (const part of outer?.walk() ?? []) {
    if (part === outer || part.tag !== 'body') continue;
    const inside = [...part.walk()].filter((element) => element.tag === 'site');
    if (inside.length === 0) break;
    const joints = part.children.filter((child) => child.tag === 'joint').map((joint) => joint.get('name')!);
    for (const site of inside) {
      const name = site.get('name')!;
      sites.set(name, { name, parent, joints, size: numbersOf(site.get('size') ?? '0') });
    }
  }
  return [...sites.values()];
}
