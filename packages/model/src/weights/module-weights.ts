import { listTensors, type ModuleSpec } from '@plumb/architecture';
import type { Graph, Value } from '../graph/graph.ts';
import { cast, mul, scalar } from '../graph/operators.ts';
import type { WeightTable } from './weight-table.ts';

/**
 * A module of the architecture with its weights. The forward pass asks it for children and tensors by name and gets
 * them in the shape that the architecture declares: one definition serves the parameters and the computation. A name
 * that the tree lacks is a fault of the forward pass and throws.
 */
export class ModuleWeights {
  readonly #graph: Graph;
  readonly #table: WeightTable;
  readonly #used: Set<string>;
  readonly spec: ModuleSpec;
  /** Full name with a last dot; '' for the root. */
  readonly path: string;

  private constructor(graph: Graph, table: WeightTable, spec: ModuleSpec, path: string, used: Set<string>) {
    this.#graph = graph;
    this.#table = table;
    this.#used = used;
    this.spec = spec;
    this.path = path;
  }

  static root(graph: Graph, table: WeightTable, spec: ModuleSpec, path = ''): ModuleWeights {
    return new ModuleWeights(graph, table, spec, path, new Set());
  }

  get graph(): Graph {
    return this.#graph;
  }

  child(...names: readonly string[]): ModuleWeights {
    const [name, ...rest] = names;
    if (name === undefined) return this;
    const found = this.spec.children.find(([key]) => key === name);
    if (!found) throw new Error(`${this.path}: ${this.spec.className} has no module ${name}`);
    const child = new ModuleWeights(this.#graph, this.#table, found[1], `${this.path}${name}.`, this.#used);
    return child.child(...rest);
  }

  has(name: string): boolean {
    return this.spec.children.some(([key]) => key === name) || this.#find(name) !== undefined;
  }

  /** Modules of a ModuleList or Sequential, in order. */
  children(): ModuleWeights[] {
    return this.spec.children.map(([name]) => this.child(name));
  }

  /** In float32, whatever the file has; `shape` reads the same numbers in another shape of equal size. */
  tensor(name: string, shape?: readonly number[]): Value {
    const stored = this.stored(name, shape);
    return cast(this.#graph, stored, 'float32');
  }

  /** As the file has it: for a table of which a few rows are taken before they are widened. */
  stored(name: string, shape?: readonly number[]): Value {
    const spec = this.#find(name);
    if (!spec) throw new Error(`${this.path}: ${this.spec.className} has no tensor ${name}`);
    const full = `${this.path}${name}`;
    const place = this.#table.find(full);
    // the load was predicted before any graph is built, so this is no user's error
    if (!place || place.shape.join() !== spec.shape.join())
      throw new Error(`${full}: [${place?.shape}] in the checkpoint, [${spec.shape}] in the architecture`);
    this.#used.add(full);
    const { type, file, offset, bytes, scale } = place;
    const value = this.#graph.weight(full, type, shape ?? spec.shape, { file, offset, bytes });
    return scale === undefined ? value : mul(this.#graph, value, scalar(this.#graph, scale));
  }

  /** Full names of tensors of this module that no forward pass has asked for. */
  unused(): string[] {
    return listTensors(this.spec, this.path)
      .map(({ name }) => name)
      .filter((name) => !this.#used.has(name));
  }

  #find(name: string) {
    return [...this.spec.parameters, ...this.spec.buffers].find((tensor) => tensor.name === name);
  }
}
