import { elementCount, type TensorShape } from '@plumb/contract';
import { type ModuleSpec, visitTensors } from '../module-spec.ts';

/** A module held against the tensors under a prefix. Full names. */
export interface Comparison {
  /** In the checkpoint with the expected shape. */
  readonly found: readonly string[];
  readonly absent: readonly string[];
  readonly otherShape: readonly string[];
}

/** The tensors of a checkpoint by name. */
export class TensorIndex {
  readonly #shapes: ReadonlyMap<string, readonly number[]>;

  constructor(tensors: readonly TensorShape[]) {
    this.#shapes = new Map(tensors.map(({ name, shape }) => [name, shape]));
  }

  names(): IterableIterator<string> {
    return this.#shapes.keys();
  }

  shape(name: string): readonly number[] | undefined {
    return this.#shapes.get(name);
  }

  /** The size of one dimension, where the tensor is there and has as many dimensions as named. */
  size(name: string, dimensions: number, axis: number): number | undefined {
    const shape = this.#shapes.get(name);
    return shape?.length === dimensions ? shape[axis] : undefined;
  }

  /** What stands before `suffix` in the names that end with it: '' or with its dot. */
  prefixesOf(suffix: string): string[] {
    const prefixes: string[] = [];
    for (const name of this.#shapes.keys()) {
      if (!name.endsWith(suffix)) continue;
      const prefix = name.slice(0, -suffix.length);
      if (prefix === '' || prefix.endsWith('.')) prefixes.push(prefix);
    }
    return prefixes;
  }

  /** `without`: names under these prefixes, relative to the module, are somebody else's. */
  compare(prefix: string, module: ModuleSpec, without: readonly string[] = []): Comparison {
    const found: string[] = [];
    const absent: string[] = [];
    const otherShape: string[] = [];
    const skipped = without.map((path) => prefix + path);
    visitTensors(module, prefix, (name, { shape }) => {
      if (skipped.some((start) => name.startsWith(start))) return;
      const saved = this.#shapes.get(name);
      if (saved === undefined) absent.push(name);
      else if (saved.length === shape.length && saved.every((size, i) => size === shape[i])) found.push(name);
      else otherShape.push(name);
    });
    return { found, absent, otherShape };
  }

  /** Numbers in these tensors. */
  count(names: Iterable<string>): number {
    let total = 0;
    for (const name of names) total += elementCount(this.#shapes.get(name) ?? [0]);
    return total;
  }

  /** `name [1024, 768]`. */
  describe(name: string): string {
    return `${name} [${(this.#shapes.get(name) ?? []).join(', ')}]`;
  }
}
