import { posix } from 'node:path';
import { XmlElement } from '../xml/xml-element.ts';
import type { ModelSource } from './asset-files.ts';

const SECTIONS = ['worldbody', 'actuator', 'sensor', 'asset', 'tendon', 'equality', 'contact'] as const;
type Section = (typeof SECTIONS)[number];

/** An MJCF file as robosuite merges them (robosuite/models/base.py, MujocoXML). */
export class MjcfModel {
  readonly root: XmlElement;

  private constructor(root: XmlElement) {
    this.root = root;
  }

  /**
   * Reads a file; default classes are written out, files named from the assets' root. Defaults outside of a class
   * are dropped, as robosuite does.
   */
  static load(files: ModelSource, name: string): MjcfModel {
    const model = new MjcfModel(files.xml(name));
    for (const section of SECTIONS) model.section(section);
    const classes = new Map<string, XmlElement>();
    const defaults = model.root.child('default');
    for (const entry of defaults?.children ?? []) {
      const className = entry.get('class');
      if (className !== undefined) classes.set(className, entry);
    }
    model.root.children = model.root.children.filter((child) => child !== defaults);
    for (const element of model.root.walk()) writeOutClass(element, classes);
    for (const asset of model.section('asset').children) {
      const file = asset.get('file');
      if (file !== undefined) asset.set('file', posix.join(posix.dirname(name), file));
    }
    return model;
  }

  section(name: Section): XmlElement {
    const found = this.root.child(name);
    if (found !== undefined) return found;
    const made = new XmlElement(name);
    this.root.children.push(made);
    return made;
  }

  /** Adds everything of `other`; its bodies go into `body`, by default the world. */
  merge(other: MjcfModel, body: XmlElement = this.section('worldbody')): void {
    body.children.push(...other.section('worldbody').children);
    this.mergeAssets(other);
    for (const section of SECTIONS) {
      if (section === 'worldbody' || section === 'asset') continue;
      this.section(section).children.push(...other.section(section).children);
    }
  }

  /** Adds the assets of `other` that are not there by tag and name; two without a name count as the same. */
  mergeAssets(other: MjcfModel): void {
    const own = this.section('asset').children;
    const key = (asset: XmlElement) => `${asset.tag} ${asset.get('name') ?? ''}`;
    const there = new Set(own.map(key));
    for (const asset of other.section('asset').children) {
      if (there.has(key(asset))) continue;
      there.add(key(asset));
      own.push(asset);
    }
  }
}

function writeOutClass(element: XmlElement, classes: ReadonlyMap<string, XmlElement>): void {
  const className = element.get('class');
  if (className === undefined) return;
  element.attributes.delete('class');
  const values = classes.get(className)?.child(element.tag)?.attributes ?? [];
  for (const [name, value] of values) {
    if (!element.attributes.has(name)) element.set(name, value);
  }
}
