import { PlumbError } from '@plumb/core';
import { XmlElement } from './xml-element.ts';

/** Limits. LIBERO's largest model file is 0.1 MB and nests 20 deep; robosuite's arm nests 14 deep. */
export const XML_LIMITS = { characters: 16_000_000, depth: 256 } as const;

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
// a comment, a declaration, an end tag, or a start tag with its attributes
const MARKUP =
  /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!DOCTYPE[^>[]*>|<\/\s*([\w.:-]+)\s*>|<([\w.:-]+)((?:\s+[\w.:-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/g;
const ATTRIBUTE = /([\w.:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/**
 * The elements of an XML file, without text and comments, which MJCF does not use. `place` is what errors call the
 * file. Throws `XML_MALFORMED` with the line.
 */
export function parseXml(text: string, place: string): XmlElement {
  const fail = (offset: number, problem: string) => malformed(place, text, offset, problem);
  if (text.length > XML_LIMITS.characters) throw fail(0, `the file has ${text.length} characters`);
  const top = new XmlElement('');
  const open: XmlElement[] = [top];
  let end = 0;
  for (const match of text.matchAll(MARKUP)) {
    const between = text.slice(end, match.index);
    if (between.includes('<')) throw fail(end + between.indexOf('<'), 'this is not a tag');
    end = match.index + match[0].length;
    const [, closed, opened, attributes = '', empty] = match;
    if (closed !== undefined) {
      if (open.length === 1 || open.at(-1)!.tag !== closed)
        throw fail(match.index, `nothing to close by </${closed}>`);
      open.pop();
    } else if (opened !== undefined) {
      const element = new XmlElement(opened);
      for (const [, name, double, single] of attributes.matchAll(ATTRIBUTE)) {
        if (element.attributes.has(name!)) throw fail(match.index, `the attribute "${name}" is given twice`);
        element.set(name!, decode(double ?? single ?? ''));
      }
      open.at(-1)!.children.push(element);
      if (empty !== '/') open.push(element);
      if (open.length > XML_LIMITS.depth) throw fail(match.index, 'elements nest too deep');
    }
  }
  const rest = text.indexOf('<', end);
  if (rest >= 0) throw fail(rest, 'this is not a tag');
  if (open.length > 1) throw fail(text.length, `<${open.at(-1)!.tag}> is never closed`);
  const root = top.children[0];
  if (root === undefined || top.children.length > 1) throw fail(0, 'a file has one root element');
  return root;
}

/** Attribute values as XML normalises them: line breaks and tabs become spaces. */
function decode(value: string): string {
  return value
    .replace(/[\r\n\t]/g, ' ')
    .replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (whole, decimal, hex, name) => {
      if (decimal) return String.fromCodePoint(Number(decimal));
      if (hex) return String.fromCodePoint(Number.parseInt(hex, 16));
      return ENTITIES[name] ?? whole;
    });
}

function malformed(place: string, text: string, offset: number, problem: string): PlumbError {
  const line = text.slice(0, offset).split('\n').length;
  return new PlumbError({
    code: 'XML_MALFORMED',
    what: `${place}:${line}: ${problem}.`,
    why: 'The file is not well-formed XML, so no model can be made of it.',
    remedy: 'Fetch the file again: `plumb assets pull`, or compare it with the original.',
  });
}
