import type { Graph, Value } from './graph.ts';
import { add, matmul, mul, reshape, scalar, softmax, transpose } from './operators.ts';

/** [batch, tokens, heads * width] as [batch, heads, tokens, width]. */
export function splitHeads(graph: Graph, x: Value, heads: number): Value {
  const [batch, tokens, size] = x.shape as [number, number, number];
  return transpose(graph, reshape(graph, x, [batch, tokens, heads, size / heads]), [0, 2, 1, 3]);
}

/** [batch, heads, tokens, width] as [batch, tokens, heads * width]. */
export function joinHeads(graph: Graph, x: Value): Value {
  const [batch, heads, tokens, width] = x.shape as [number, number, number, number];
  return reshape(graph, transpose(graph, x, [0, 2, 1, 3]), [batch, tokens, heads * width]);
}

/**
 * `scaled_dot_product_attention`: softmax(q k^T / sqrt(width) + bias) v. `query` [batch, heads, tokens, width]; `key` and
 * `value` may have fewer heads, each shared by as many neighbouring query heads. `bias` broadcasts to
 * [batch, heads, tokens, keys].
 */
export function attention(graph: Graph, query: Value, key: Value, value: Value, bias?: Value): Value {
  const [batch, heads, tokens, width] = query.shape as [number, number, number, number];
  const [, groups, keys] = key.shape as [number, number, number, number];
  // the query heads of a group stand one below the other: one product serves them all, and no key is copied
  const grouped = [batch, groups, (heads / groups) * tokens];
  const scaled = mul(graph, query, scalar(graph, 1 / Math.sqrt(width)));
  const stacked = reshape(graph, scaled, [...grouped, width]);
  const scores = reshape(graph, matmul(graph, stacked, transpose(graph, key, [0, 1, 3, 2])), [
    batch,
    heads,
    tokens,
    keys,
  ]);
  const weights = softmax(graph, bias ? add(graph, scores, bias) : scores);
  const mixed = matmul(graph, reshape(graph, weights, [...grouped, keys]), value);
  return reshape(graph, mixed, [batch, heads, tokens, width]);
}
