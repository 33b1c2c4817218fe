import { PlumbError } from '@plumb/core';
import { numbersOf, type XmlElement } from '../xml/xml-element.ts';
import { unsupportedModel } from './malformed-asset.ts';
import { fromEuler, NO_TURN, normalise, type Quaternion, type Vector } from './pose.ts';

/** The element's name; for an asset without one its file's, as MuJoCo gives it. */
export function nameOf(element: XmlElement): string {
  const file = element.get('file')?.split('/').at(-1);
  return element.get('name') ?? file?.replace(/\.[^.]*$/, '') ?? '';
}

/** Numbers of an attribute, filled up from `fallback`. Throws `MODEL_MALFORMED` where one is not a number. */
export function valuesOf(element: XmlElement, attribute: string, fallback: readonly number[]): number[] {
  const text = element.get(attribute);
  const given = text === undefined ? [] : numbersOf(text);
  if (given.length > fallback.length || !given.every(Number.isFinite)) throw malformed(element, attribute);
  return fallback.map((value, i) => given[i] ?? value);
}

export function numberOf(element: XmlElement, attribute: string, fallback: number): number {
  return valuesOf(element, attribute, [fallback])[0]!;
}

export function colourOf(element: XmlElement, attribute: string, fallback: Vector): Vector {
  return valuesOf(element, attribute, fallback) as Vector;
}

export function booleanOf(element: XmlElement, attribute: string, fallback: boolean): boolean {
  return wordOf(element, attribute, ['true', 'false'], String(fallback)) === 'true';
}

/** One of the words that MJCF has for an attribute. Throws `SCENE_UNSUPPORTED` for another. */
export function wordOf<W extends string>(
  element: XmlElement,
  attribute: string,
  words: readonly W[],
  fallback: string,
): W {
  const word = element.get(attribute) ?? fallback;
  const found = words.find((known) => known === word);
  if (found === undefined) throw unsupportedModel(`a ${element.tag} with ${attribute}="${word}"`);
  return found;
}

/** Throws `SCENE_UNSUPPORTED` where one of these is given. */
export function refuseAttributes(element: XmlElement, attributes: readonly string[]): void {
  for (const attribute of attributes) {
    if (element.attributes.has(attribute))
      throw unsupportedModel(`a ${element.tag} "${nameOf(element)}" with the attribute ${attribute}`);
  }
}

/** `quat` or `euler` (radians, as robosuite's models say); other ways to say it are refused. */
export function turnOf(element: XmlElement): Quaternion {
  refuseAttributes(element, ['axisangle', 'xyaxes', 'zaxis']);
  if (element.attributes.has('euler')) return fromEuler(valuesOf(element, 'euler', [0, 0, 0]) as Vector);
  return normalise(valuesOf(element, 'quat', NO_TURN) as Quaternion);
}

function malformed(element: XmlElement, attribute: string): PlumbError {
  return new PlumbError({
    code: 'SCENE_MALFORMED',
    what: `The ${element.tag} "${nameOf(element)}" has ${attribute}="${element.get(attribute)}".`,
    why: 'These are not the numbers that MJCF wants there.',
    remedy: 'Fetch the model again, or compare it with the original.',
  });
}
