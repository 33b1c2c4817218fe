import { attention, joinHeads, splitHeads } from '../graph/attention.ts';
import type { Value } from '../graph/graph.ts';
import { affine, gelu, layerNorm as normalise, relu, slice } from '../graph/operators.ts';
import type { ModuleWeights } from '../weights/module-weights.ts';

/** `nn.LayerNorm`'s own; DINOv2 and SigLIP have 1e-6. */
export const LAYER_NORM_EPSILON = 1e-5;

export function linear(module: ModuleWeights, x: Value): Value {
  const bias = module.has('bias') ? module.tensor('bias') : undefined;
  return affine(module.graph, x, module.tensor('weight'), bias);
}

export function layerNorm(module: ModuleWeights, x: Value, epsilon = LAYER_NORM_EPSILON): Value {
  return normalise(module.graph, x, module.tensor('weight'), module.tensor('bias'), epsilon);
}

/** `nn.Sequential` as the tree has it, in evaluation mode: dropout does nothing. */
export function sequential(module: ModuleWeights, x: Value): Value {
  return module.children().reduce(apply, x);
}

/** One layer by its class. */
export function apply(x: Value, module: ModuleWeights): Value {
  switch (module.spec.className) {
    case 'Linear':
      return linear(module, x);
    case 'LayerNorm':
      return layerNorm(module, x);
    case 'Sequential':
      return sequential(module, x);
    case 'GELU':
      return gelu(module.graph, x);
    case 'ReLU':
      return relu(module.graph, x);
    case 'Dropout':
    case 'Identity':
      return x;
    default:
      throw new Error(`${module.path}: no forward pass for ${module.spec.className}`);
  }
}

/** `nn.MultiheadAttention` with `batch_first`: [batch, tokens, size] attends to [batch, keys, size]. */
export function multiheadAttention(
  module: ModuleWeights,
  query: Value,
  source: Value,
  heads: number,
  bias?: Value,
): Value {
  const { graph } = module;
  const size = query.shape.at(-1)!;
  const weight = module.tensor('in_proj_weight');
  const offsets = module.tensor('in_proj_bias');
  const rows = (from: number, to: number, x: Value) =>
    affine(
      graph,
      x,
      slice(graph, weight, 0, from * size, to * size),
      slice(graph, offsets, 0, from * size, to * size),
    );
  const parts =
    query === source ? split(rows(0, 3, query), 3) : [rows(0, 1, query), ...split(rows(1, 3, source), 2)];
  const [q, k, v] = parts.map((part) => splitHeads(graph, part, heads)) as [Value, Value, Value];
  return linear(module.child('out_proj'), joinHeads(graph, attention(graph, q, k, v, bias)));

  function split(x: Value, count: number): Value[] {
    return Array.from({ length: count }, (_, i) => slice(graph, x, 2, i * size, (i + 1) * size));
  }
}
