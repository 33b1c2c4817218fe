import { elementCount } from '@plumb/contract';
import type { Graph, Value } from './graph.ts';

/** NumPy's rule, as ONNX has it. */
function broadcast(a: readonly number[], b: readonly number[]): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => {
    const x = a[i - rank + a.length] ?? 1;
    const y = b[i - rank + b.length] ?? 1;
    if (x !== y && x !== 1 && y !== 1) throw new Error(`[${a}] and [${b}] do not broadcast`);
    return Math.max(x, y);
  });
}

function elementwise(type: 'Add' | 'Sub' | 'Mul' | 'Div') {
  return (graph: Graph, a: Value, b: Value): Value =>
    graph.node(type, [a, b], { type: a.type, shape: broadcast(a.shape, b.shape) });
}

export const add = elementwise('Add');
export const sub = elementwise('Sub');
export const mul = elementwise('Mul');
export const div = elementwise('Div');

export function scalar(graph: Graph, value: number): Value {
  return graph.constant('float32', [], [value]);
}

export function cast(graph: Graph, x: Value, type: 'float32'): Value {
  return x.type === type ? x : graph.node('Cast', [x], { ...x, type }, { to: 1 });
}

export function matmul(graph: Graph, a: Value, b: Value): Value {
  const [rows, inner] = a.shape.slice(-2);
  const [inner2, columns] = b.shape.slice(-2);
  if (inner !== inner2) throw new Error(`[${a.shape}] times [${b.shape}]`);
  const batch = broadcast(a.shape.slice(0, -2), b.shape.slice(0, -2));
  return graph.node('MatMul', [a, b], { type: a.type, shape: [...batch, rows!, columns!] });
}

/** x W^T + bias over the last axis; `weight` [out, in] as `torch.nn.Linear` keeps it. */
export function affine(graph: Graph, x: Value, weight: Value, bias: Value | undefined): Value {
  const [outputs, inputs] = weight.shape as [number, number];
  if (x.shape.at(-1) !== inputs) throw new Error(`[${x.shape}] into a Linear of [${weight.shape}]`);
  const rows = elementCount(x.shape) / inputs;
  const flat = reshape(graph, x, [rows, inputs]);
  const shape = [rows, outputs];
  const out = graph.node('Gemm', [flat, weight, bias], { type: x.type, shape }, { transB: 1 });
  return reshape(graph, out, [...x.shape.slice(0, -1), outputs]);
}

export function reshape(graph: Graph, x: Value, shape: readonly number[]): Value {
  if (x.shape.length === shape.length && x.shape.every((size, i) => size === shape[i])) return x;
  if (elementCount(x.shape) !== elementCount(shape)) throw new Error(`[${x.shape}] as [${shape}]`);
  const target = graph.constant('int64', [shape.length], shape);
  return graph.node('Reshape', [x, target], { type: x.type, shape });
}

export function transpose(graph: Graph, x: Value, perm: readonly number[]): Value {
  return graph.node('Transpose', [x], { type: x.type, shape: perm.map((axis) => x.shape[axis]!) }, { perm });
}

/** Elements `start` to `end` (exclusive) of one axis. */
export function slice(graph: Graph, x: Value, axis: number, start: number, end: number): Value {
  if (start === 0 && end === x.shape[axis]) return x;
  if (start < 0 || end > x.shape[axis]! || end <= start)
    throw new Error(`${start} to ${end} of axis ${axis} of [${x.shape}]`);
  const one = (value: number) => graph.constant('int64', [1], [value]);
  const shape = x.shape.map((size, i) => (i === axis ? end - start : size));
  return graph.node('Slice', [x, one(start), one(end), one(axis)], { type: x.type, shape });
}

export function concat(graph: Graph, values: readonly Value[], axis: number): Value {
  const [first] = values as [Value, ...Value[]];
  const length = values.reduce((sum, { shape }) => sum + shape[axis]!, 0);
  const shape = first.shape.map((size, i) => (i === axis ? length : size));
  return graph.node('Concat', values, { type: first.type, shape }, { axis });
}

/** `x` repeated along axes of length 1. */
export function expand(graph: Graph, x: Value, shape: readonly number[]): Value {
  broadcast(x.shape, shape);
  const target = graph.constant('int64', [shape.length], shape);
  return graph.node('Expand', [x, target], { type: x.type, shape });
}

/** Rows of a table by their index. */
export function gather(graph: Graph, table: Value, indices: Value): Value {
  const shape = [...indices.shape, ...table.shape.slice(1)];
  return graph.node('Gather', [table, indices], { type: table.type, shape }, { axis: 0 });
}

export function mean(graph: Graph, x: Value, axis: number): Value {
  const shape = x.shape.map((size, i) => (i === axis ? 1 : size));
  const axes = graph.constant('int64', [1], [axis]);
  return graph.node('ReduceMean', [x, axes], { type: x.type, shape }, { keepdims: 1 });
}

export function clamp(graph: Graph, x: Value, least: number, most: number): Value {
  return graph.node('Clip', [x, scalar(graph, least), scalar(graph, most)], x);
}

/** torch's `interpolate(mode="bilinear", align_corners=False)` over the last two axes of [batch, channels, height, width]. */
export function resizeLinear(graph: Graph, x: Value, shape: readonly number[]): Value {
  const sizes = graph.constant('int64', [shape.length], shape);
  return graph.node(
    'Resize',
    [x, undefined, undefined, sizes],
    { type: x.type, shape },
    { mode: 'linear', coordinate_transformation_mode: 'half_pixel' },
  );
}

export function softmax(graph: Graph, x: Value, axis = x.shape.length - 1): Value {
  return graph.node('Softmax', [x], x, { axis });
}

export function layerNorm(graph: Graph, x: Value, weight: Value, bias: Value, epsilon: number): Value {
  return graph.node('LayerNormalization', [x, weight, bias], x, { axis: -1, epsilon: { float: epsilon } });
}

/** Root mean square norm over the last axis, without mean or bias. */
export function rmsNorm(graph: Graph, x: Value, weight: Value, epsilon: number): Value {
  return graph.node('SimplifiedLayerNormalization', [x, weight], x, {
    axis: -1,
    epsilon: { float: epsilon },
  });
}

export function relu(graph: Graph, x: Value): Value {
  return graph.node('Relu', [x], x);
}

export function tanh(graph: Graph, x: Value): Value {
  return graph.node('Tanh', [x], x);
}

function sigmoid(graph: Graph, x: Value): Value {
  return graph.node('Sigmoid', [x], x);
}

export function silu(graph: Graph, x: Value): Value {
  return mul(graph, x, sigmoid(graph, x));
}

/** `tanh` is the approximation (`gelu_pytorch_tanh`); else exact, by the error function. */
export function gelu(graph: Graph, x: Value, approximate: 'none' | 'tanh' = 'none'): Value {
  return graph.node('Gelu', [x], x, { approximate });
}

/** CLIP's x * sigmoid(1.702 x). */
export function quickGelu(graph: Graph, x: Value): Value {
  return mul(graph, x, sigmoid(graph, mul(graph, x, scalar(graph, 1.702))));
}
