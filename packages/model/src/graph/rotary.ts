import type { Graph, Value } from './graph.ts';
import { add, matmul, mul } from './operators.ts';

/** cos and sin of each token's angles, and the turn by a quarter: constants of a graph. */
export interface Rotary {
  /** [tokens, width]. */
  readonly cos: Value;
  readonly sin: Value;
  /** [width, width]: x times it is `rotate_half(x)`, exactly: one ±1 a column. */
  readonly turn: Value;
}

/**
 * Rotary embedding as `rotate_half` has it (transformers, CroCo). `positions`: one list a section of the head's width;
 * text has one, an image two (rows turn the first half, columns the second). `theta`: the base frequency.
 */
export function rotary(
  graph: Graph,
  positions: readonly (readonly number[])[],
  width: number,
  theta: number,
): Rotary {
  const tokens = positions[0]!.length;
  const section = width / positions.length;
  const half = section / 2;
  const cos = new Float32Array(tokens * width);
  const sin = new Float32Array(tokens * width);
  const turn = new Float32Array(width * width);
  for (const [s, places] of positions.entries())
    for (let i = 0; i < section; i++) {
      const column = s * section + i;
      // torch computes frequency and angle in float32
      const frequency = Math.fround(1 / Math.fround(theta ** Math.fround((2 * (i % half)) / section)));
      for (const [token, place] of places.entries()) {
        const angle = Math.fround(place * frequency);
        cos[token * width + column] = Math.cos(angle);
        sin[token * width + column] = Math.sin(angle);
      }
      if (i < half) turn[(column + half) * width + column] = -1;
      else turn[(column - half) * width + column] = 1;
    }
  return {
    cos: graph.constant('float32', [tokens, width], cos),
    sin: graph.constant('float32', [tokens, width], sin),
    turn: graph.constant('float32', [width, width], turn),
  };
}

/** `x` [batch, heads, tokens, width]. */
export function rotate(graph: Graph, x: Value, { cos, sin, turn }: Rotary): Value {
  return add(graph, mul(graph, x, cos), mul(graph, matmul(graph, x, turn), sin));
}
