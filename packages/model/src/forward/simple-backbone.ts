import type { Value } from '../graph/graph.ts';
import { add, concat, expand, matmul, mul, reshape, scalar, slice, sub } from '../graph/operators.ts';
import type { ModuleWeights } from '../weights/module-weights.ts';
import { layerNorm, multiheadAttention, sequential } from './layers.ts';
import { normalisedAdjacency, type TokenGraph } from './token-graph.ts';

/** What a backbone gives. */
export interface Features {
  readonly vision: Value;
  readonly language: Value;
  /** [batch, queries, size]: what the head reads. */
  readonly global: Value;
}

export interface SimpleBackboneOptions {
  readonly heads: number;
  readonly graph: TokenGraph;
  /** Patches a side of one view. */
  readonly grid: number;
}

/**
 * `SimpleVGGTBackbone` (`vggt_adapter.py`, `components/`). Its action queries are parameters that never meet a token:
 * `global` does not depend on the input. With more than one head the published mask does not fit the attention's shape
 * (`vggt_layers.py`); here it serves every head alike, which is the named variant `mask-for-every-head`.
 */
export function simpleBackbone(
  module: ModuleWeights,
  vision: Value,
  language: Value,
  languageMask: Value,
  options: SimpleBackboneOptions,
): Features {
  const { graph } = module;
  const [batch, visionTokens, size] = vision.shape as [number, number, number];
  const languageTokens = language.shape[1]!;
  const total = languageTokens + visionTokens;
  const types = module.child('token_fusion', 'token_type_embeddings').tensor('weight');
  // type 1 is language, 0 vision (`token_fusion.py`)
  let x = concat(
    graph,
    [add(graph, language, slice(graph, types, 0, 1, 2)), add(graph, vision, slice(graph, types, 0, 0, 1))],
    1,
  );
  const ones = graph.constant('float32', [1, visionTokens], new Float32Array(visionTokens).fill(1));
  const mask = concat(graph, [languageMask, expand(graph, ones, [batch, visionTokens])], 1);
  const bias = mul(
    graph,
    sub(graph, scalar(graph, 1), reshape(graph, mask, [batch, 1, 1, total])),
    scalar(graph, -10000),
  );
  const adjacency = graph.constant(
    'float32',
    [total, total],
    normalisedAdjacency(options.graph, languageTokens, visionTokens, options.grid),
  );
  for (const layer of module.child('layers').children()) {
    const convolution = layer.child('graph_conv');
    const transformed = matmul(graph, x, convolution.tensor('weight'));
    const passed = add(graph, matmul(graph, adjacency, transformed), convolution.tensor('bias'));
    x = layerNorm(layer.child('norm_graph'), add(graph, x, passed));
    const attended = multiheadAttention(layer.child('attn'), x, x, options.heads, bias);
    x = layerNorm(layer.child('norm_attn'), add(graph, x, attended));
    x = layerNorm(layer.child('norm_mlp'), add(graph, x, sequential(layer.child('mlp'), x)));
  }
  x = layerNorm(module.child('norm'), x);
  const queries = module.tensor('action_queries');
  return {
    vision: slice(graph, x, 1, languageTokens, total),
    language: slice(graph, x, 1, 0, languageTokens),
    global: expand(graph, queries, [batch, queries.shape[1]!, size]),
  };
}
