import { malformedBddl } from './malformed-bddl.ts';
import type { Region } from './problem.ts';
import type { BddlList, BddlNode } from './tokenize.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** `(:regions (name (:target t) (:ranges ((x0 y0 x1 y1))) …) …)`, keyed by target and name joined by `_`. */
export function readRegions(section: BddlList, place: string): Map<string, Region> {
  const regions = new Map<string, Region>();
  for (const item of section.items.slice(1)) {
    const region = readRegion(list(item, place), place);
    // a region given twice replaces the first and keeps its place, as a Python dict does
    regions.set(region.name, region);
  }
  return regions;
}

function readRegion(node: BddlList, place: string): Region {
  const name = node.items[0];
  if (name?.kind !== 'word') throw malformedBddl(place, node, 'a region starts with its name');
  let target: string | undefined;
  const region: Mutable<Omit<Region, 'name' | 'target'>> = {
    ranges: [],
    yawRotation: [0, 0],
    rgba: [0, 0, 1, 0],
  };
  for (const item of node.items.slice(1)) {
    const attribute = list(item, place);
    const key = attribute.items[0];
    const value = attribute.items[1];
    if (key?.kind !== 'word' || value === undefined || attribute.items.length !== 2) {
      throw malformedBddl(place, attribute, 'expected an attribute like (:target table)');
    }
    if (key.text === ':target') {
      if (value.kind !== 'word') throw malformedBddl(place, value, 'a target is one name');
      target = value.text;
    } else if (key.text === ':ranges') {
      region.ranges = list(value, place).items.map((range) => fourNumbers(range, place));
    } else if (key.text === ':yaw_rotation') {
      // the last one wins, as in get_regions
      for (const range of list(value, place).items) region.yawRotation = numbers(range, place);
    } else if (key.text === ':rgba') {
      region.rgba = fourNumbers(value, place);
    } else {
      throw malformedBddl(place, key, `"${key.text}" is not an attribute of a region`);
    }
  }
  if (target === undefined) throw malformedBddl(place, name, `the region "${name.text}" has no :target`);
  return { name: `${target}_${name.text}`, target, ...region };
}

function list(node: BddlNode, place: string): BddlList {
  if (node.kind !== 'list') throw malformedBddl(place, node, `expected a list, found "${node.text}"`);
  return node;
}

function numbers(node: BddlNode, place: string): number[] {
  return list(node, place).items.map((item) => {
    const value = item.kind === 'word' && item.text !== '' ? Number(item.text) : Number.NaN;
    if (!Number.isFinite(value)) throw malformedBddl(place, item, 'expected a number');
    return value;
  });
}

function fourNumbers(node: BddlNode, place: string): [number, number, number, number] {
  const values = numbers(node, place);
  if (values.length !== 4) throw malformedBddl(place, node, `expected 4 numbers, found ${values.length}`);
  return values as [number, number, number, number];
}
