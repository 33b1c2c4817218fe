import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { join, posix } from 'node:path';
import { PlumbError } from '@plumb/core';
import type { ArrayRoom } from '@plumb/core/array-room';
import { parseXml } from '../xml/parse-xml.ts';
import type { XmlElement } from '../xml/xml-element.ts';

/** Where a scene's models come from, under one naming with forward slashes, e.g. `robosuite/base.xml`. */
export interface ModelSource {
  /** A mesh or texture, in `room` where it is given. Throws `ASSET_MISSING` naming it. */
  read(name: string, room?: ArrayRoom): Uint8Array;
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
  read(name: string, room?: ArrayRoom): Uint8Array {
    const path = this.#path(name);
    try {
      return room === undefined ? readFileSync(path) : readInto(path, room);
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

function readInto(path: string, room: ArrayRoom): Uint8Array {
  const file = openSync(path, 'r');
  try {
    const bytes = room.bytes(fstatSync(file).size);
    let at = 0;
    while (at < bytes.length) {
      const read = readSync(file, bytes, at, bytes.length - at, at);
      if (read === 0) break;
      at += read;
    }
    return bytes.subarray(0, at);
  } finally {
    closeSync(file);
  }
}
