import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { PlumbError } from '@plumb/core';
import { parseXml } from '../xml/parse-xml.ts';
import type { XmlElement } from '../xml/xml-element.ts';

/** Where a scene's models come from, under one naming with forward slashes, e.g. `robosuite/base.xml`. */
export interface ModelSource {
  /** A mesh or texture. Throws `ASSET_MISSING` naming it. */
  read(name: string): Uint8Array;
  /** A model, the caller's own copy. */
  xml(name: string): XmlElement;
}

/** The model files of LIBERO and robosuite, as `libero/…` and `robosuite/…`. Parsed XML is kept. */
export class AssetFiles implements ModelSource {
  readonly #roots: ReadonlyMap<string, string>;
  readonly #parsed = new Map<string, XmlElement>();

  /** `libero` is LIBERO's `assets/` and `robosuite` robosuite 1.4.0's `models/assets/`. */
  constructor(roots: Readonly<Record<string, string>>) {
    this.#roots = new Map(Object.entries(roots));
  }

  /** Throws `ASSET_MISSING` naming the file. */
  read(name: string): Uint8Array {
    const path = this.#path(name);
    try {
      return readFileSync(path);
    } catch (cause) {
      throw new PlumbError(
        {
          code: 'ASSET_MISSING',
          what: `${path} cannot be read.`,
          why: `The scene needs it. ${(cause as Error).message}.`,
          remedy: 'Run `plumb assets` to see what is there, and `plumb assets pull` to fetch what is not.',
        },
        { cause },
      );
    }
  }

  xml(name: string): XmlElement {
    let parsed = this.#parsed.get(name);
    if (parsed === undefined) {
      parsed = parseXml(new TextDecoder().decode(this.read(name)), this.#path(name));
      this.#parsed.set(name, parsed);
    }
    return parsed.clone();
  }

  #path(name: string): string {
    const [first = '', ...rest] = posix.normalize(name).split('/');
    const root = this.#roots.get(first);
    if (root === undefined || rest.length === 0) {
      throw new PlumbError({
        code: 'ASSET_OUTSIDE',
        what: `A model names the file ${name}, which lies in none of ${[...this.#roots.keys()].join(', ')}.`,
        why: "A model's files are read from its own assets only.",
        remedy: 'Correct the path in the model, or fetch the assets again.',
      });
    }
    return join(root, ...rest);
  }
}
