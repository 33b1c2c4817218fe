import { ProtobufWriter } from './protobuf-writer.ts';

/** `TensorProto.DataType` of onnx.proto3, by torch's names. */
export const ONNX_TYPES = {
  float32: 1,
  uint8: 2,
  int8: 3,
  int32: 6,
  int64: 7,
  bool: 9,
  float16: 10,
  float64: 11,
  bfloat16: 16,
} as const;

export type ElementType = keyof typeof ONNX_TYPES;

export type Attribute =
  | number
  | string
  | readonly number[]
  /** A float; a bare number is an integer. */
  | { readonly float: number };

export interface NodeMessage {
  readonly type: string;
  /** '' is ONNX's own set of operators. */
  readonly domain: string;
  /** '' leaves an optional input out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

export interface TensorMessage {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly number[];
  /** The data itself, or where it lies in a file of the folder that the session is given. */
  readonly data: Uint8Array | { readonly file: string; readonly offset: number; readonly bytes: number };
}

export interface ValueMessage {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: readonly number[];
}

export interface GraphMessage {
  readonly nodes: readonly NodeMessage[];
  readonly initializers: readonly TensorMessage[];
  readonly inputs: readonly ValueMessage[];
  readonly outputs: readonly ValueMessage[];
}

/** Operators of ONNX 1.17 and contrib operators of ONNX Runtime. */
const OPSETS: readonly (readonly [domain: string, version: number])[] = [
  ['', 21],
  ['com.microsoft', 1],
];
const IR_VERSION = 10;

/** A `ModelProto`. Field numbers: onnx/onnx.proto3. */
export function encodeModel(graph: GraphMessage): Uint8Array {
  const model = new ProtobufWriter().integer(1, IR_VERSION).text(2, 'plumb').message(7, encodeGraph(graph));
  for (const [domain, version] of OPSETS)
    model.message(8, new ProtobufWriter().text(1, domain).integer(2, version));
  return model.finish();
}

function encodeGraph({ nodes, initializers, inputs, outputs }: GraphMessage): ProtobufWriter {
  const graph = new ProtobufWriter();
  for (const node of nodes) graph.message(1, encodeNode(node));
  graph.text(2, 'plumb');
  for (const tensor of initializers) graph.message(5, encodeTensor(tensor));
  for (const value of inputs) graph.message(11, encodeValue(value));
  for (const value of outputs) graph.message(12, encodeValue(value));
  return graph;
}

function encodeNode({ type, domain, inputs, outputs, attributes }: NodeMessage): ProtobufWriter {
  const node = new ProtobufWriter();
  for (const name of inputs) node.text(1, name);
  for (const name of outputs) node.text(2, name);
  // the first output is unique in the graph: errors and profiles name the node by it
  node.text(3, outputs[0]!).text(4, type);
  for (const [name, value] of Object.entries(attributes)) node.message(5, encodeAttribute(name, value));
  return domain === '' ? node : node.text(7, domain);
}

function encodeAttribute(name: string, value: Attribute): ProtobufWriter {
  const attribute = new ProtobufWriter().text(1, name);
  if (typeof value === 'number') return attribute.integer(3, value).integer(20, 2);
  if (typeof value === 'string') return attribute.text(4, value).integer(20, 3);
  if ('float' in value) return attribute.float(2, value.float).integer(20, 1);
  for (const item of value) attribute.integer(8, item);
  return attribute.integer(20, 7);
}

function encodeTensor({ name, type, shape, data }: TensorMessage): ProtobufWriter {
  const tensor = new ProtobufWriter();
  for (const size of shape) tensor.integer(1, size);
  tensor.integer(2, ONNX_TYPES[type]).text(8, name);
  if (data instanceof Uint8Array) return tensor.bytes(9, data);
  const entry = (key: string, value: string) =>
    tensor.message(13, new ProtobufWriter().text(1, key).text(2, value));
  entry('location', data.file);
  entry('offset', String(data.offset));
  entry('length', String(data.bytes));
  return tensor.integer(14, 1);
}

function encodeValue({ name, type, shape }: ValueMessage): ProtobufWriter {
  const dimensions = new ProtobufWriter();
  for (const size of shape) dimensions.message(1, new ProtobufWriter().integer(1, size));
  const tensorType = new ProtobufWriter().integer(1, ONNX_TYPES[type]).message(2, dimensions);
  return new ProtobufWriter().text(1, name).message(2, new ProtobufWriter().message(1, tensorType));
}
