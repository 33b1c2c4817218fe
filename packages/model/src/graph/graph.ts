import { elementCount } from '@plumb/contract';
import {
  type Attribute,
  type ElementType,
  encodeModel,
  type NodeMessage,
  type TensorMessage,
  type ValueMessage,
} from '../onnx/onnx-messages.ts';

/** A value of the graph. Shapes are known throughout: batch and lengths are fixed when the graph is built. */
export interface Value {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly number[];
}

/** A graph as it grows: inputs, constants, weights in a file, nodes, outputs. `encode` gives ONNX's bytes. */
export class Graph {
  readonly #nodes: NodeMessage[] = [];
  readonly #initializers: TensorMessage[] = [];
  readonly #inputs: ValueMessage[] = [];
  readonly #outputs: ValueMessage[] = [];
  readonly #constants = new Map<string, Value>();
  #count = 0;

  input(name: string, type: ElementType, shape: readonly number[]): Value {
    const value = { name, type, shape };
    this.#inputs.push(value);
    return value;
  }

  /** Names a value for the one who runs the graph. */
  output(name: string, value: Value): void {
    this.#nodes.push({ type: 'Identity', domain: '', inputs: [value.name], outputs: [name], attributes: {} });
    this.#outputs.push({ ...value, name });
  }

  node(
    type: string,
    inputs: readonly (Value | undefined)[],
    output: Pick<Value, 'shape' | 'type'>,
    attributes: Readonly<Record<string, Attribute>> = {},
    domain = '',
  ): Value {
    const value = { name: this.#name(type), type: output.type, shape: output.shape };
    const names = inputs.map((input) => input?.name ?? '');
    this.#nodes.push({ type, domain, inputs: names, outputs: [value.name], attributes });
    return value;
  }

  /** Numbers that stand in the graph itself. Equal small ones are kept once. */
  constant(type: 'float32' | 'int64', shape: readonly number[], values: ArrayLike<number>): Value {
    const key = values.length <= 16 ? `${type} ${shape.join()}: ${Array.from(values).join()}` : undefined;
    const known = key && this.#constants.get(key);
    if (known) return known;
    if (values.length !== elementCount(shape)) throw new Error(`${values.length} values for [${shape}]`);
    const array =
      type === 'int64' ? BigInt64Array.from(Array.from(values), BigInt) : Float32Array.from(values);
    const value = { name: this.#name('constant'), type, shape };
    this.#initializers.push({
      ...value,
      data: new Uint8Array(array.buffer, array.byteOffset, array.byteLength),
    });
    if (key) this.#constants.set(key, value);
    return value;
  }

  /** Weights where they lie: `bytes` from `offset` of `file`, a name within the session's folder. */
  weight(
    name: string,
    type: ElementType,
    shape: readonly number[],
    data: { readonly file: string; readonly offset: number; readonly bytes: number },
  ): Value {
    const value = { name: `${name}#${this.#count++}`, type, shape };
    this.#initializers.push({ ...value, data });
    return value;
  }

  get inputs(): readonly Value[] {
    return this.#inputs;
  }

  get outputs(): readonly Value[] {
    return this.#outputs;
  }

  /** Whether any output depends on an input. */
  reads(input: string): boolean {
    return this.#needed().names.has(input);
  }

  /** ONNX's bytes. What no output depends on is left out: ONNX Runtime would compute it all the same. */
  encode(): Uint8Array {
    const { nodes, names } = this.#needed();
    return encodeModel({
      nodes,
      initializers: this.#initializers.filter(({ name }) => names.has(name)),
      inputs: this.#inputs,
      outputs: this.#outputs,
    });
  }

  /** Nodes that the outputs depend on, and the names of all values that these read. */
  #needed(): { nodes: NodeMessage[]; names: Set<string> } {
    const names = new Set(this.#outputs.map(({ name }) => name));
    const nodes: NodeMessage[] = [];
    for (const node of this.#nodes.toReversed()) {
      if (!node.outputs.some((name) => names.has(name))) continue;
      nodes.push(node);
      for (const name of node.inputs) names.add(name);
    }
    return { nodes: nodes.reverse(), names };
  }

  #name(kind: string): string {
    return `${kind}.${this.#count++}`;
  }
}
