import { PlumbError } from '@plumb/core';
import type { XmlElement } from '../xml/xml-element.ts';

/** The named element of a model, which must be there; throws `MODEL_PART_MISSING` naming it. */
export function modelPart(root: XmlElement, tag: string, name: string, file: string): XmlElement {
  const found = root.find(tag, name);
  if (found !== undefined) return found;
  throw new PlumbError({
    code: 'MODEL_PART_MISSING',
    what: `${file} has no ${tag} named "${name}".`,
    why: "The scene is put together around it, so this is not the file that LIBERO's release holds.",
    remedy: 'Run `plumb assets` to see which copy is used, and fetch it again.',
  });
}
