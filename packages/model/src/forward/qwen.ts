import type { DecoderConfig } from '@plumb/architecture';
import { attention, joinHeads, splitHeads } from '../graph/attention.ts';
import type { Value } from '../graph/graph.ts';
import { add, cast, gather, mul, rmsNorm, silu } from '../graph/operators.ts';
import { type Rotary, rotary, rotate } from '../graph/rotary.ts';
import type { ModuleWeights } from '../weights/module-weights.ts';
import { linear } from './layers.ts';

/** What the parameters don't tell of a decoder: fields of its config.json. */
export interface DecoderNumbers extends Pick<DecoderConfig, 'heads' | 'kvHeads' | 'headDim'> {
  readonly rmsNormEpsilon: number;
  readonly ropeTheta: number;
}

/**
 * `Qwen2Model` and `Qwen3Model` of transformers (`modeling_qwen2.py`, `modeling_qwen3.py`) without a cache:
 * last_hidden_state [batch, tokens, hidden]. `embedded`: `embedTokens`'s; positions count from 0 whatever is padded;
 * `bias` [batch, 1, tokens, tokens] as `causalBias` makes it.
 */
export function decoder(model: ModuleWeights, numbers: DecoderNumbers, embedded: Value, bias: Value): Value {
  const { graph } = model;
  const tokens = embedded.shape[1]!;
  const positions = [Array.from({ length: tokens }, (_, i) => i)];
  const angles = rotary(graph, positions, numbers.headDim, numbers.ropeTheta);
  const norm = (module: ModuleWeights, x: Value) =>
    rmsNorm(graph, x, module.tensor('weight'), numbers.rmsNormEpsilon);
  let x = embedded;
  for (const layer of model.child('layers').children()) {
    const attended = selfAttention(layer.child('self_attn'), norm(layer.child('input_layernorm'), x));
    x = add(graph, x, attended);
    x = add(graph, x, gatedMlp(layer.child('mlp'), norm(layer.child('post_attention_layernorm'), x)));
  }
  return norm(model.child('norm'), x);

  function selfAttention(module: ModuleWeights, x: Value): Value {
    const heads = (name: 'q' | 'k' | 'v', count: number) =>
      splitHeads(graph, linear(module.child(`${name}_proj`), x), count);
    const turned = (name: 'q' | 'k', count: number) => place(module, name, heads(name, count), angles);
    const mixed = attention(
      graph,
      turned('q', numbers.heads),
      turned('k', numbers.kvHeads),
      heads('v', numbers.kvHeads),
      bias,
    );
    return linear(module.child('o_proj'), joinHeads(graph, mixed));
  }

  /** Qwen3 norms each head before it is turned. */
  function place(module: ModuleWeights, name: 'q' | 'k', x: Value, angles: Rotary): Value {
    const normed = module.has(`${name}_norm`) ? norm(module.child(`${name}_norm`), x) : x;
    return rotate(graph, normed, angles);
  }
}

/** Rows of the table of tokens: `ids` int64 [batch, tokens] to [batch, tokens, hidden]. */
export function embedTokens(model: ModuleWeights, ids: Value): Value {
  const { graph } = model;
  // the rows first, so that a table in half precision is never widened as a whole
  const rows = gather(graph, model.child('embed_tokens').stored('weight'), ids);
  return cast(graph, rows, 'float32');
}

function gatedMlp(module: ModuleWeights, x: Value): Value {
  const { graph } = module;
  const gate = silu(graph, linear(module.child('gate_proj'), x));
  return linear(module.child('down_proj'), mul(graph, gate, linear(module.child('up_proj'), x)));
}

/**
 * What is added to the scores of a causal decoder: 0 where a token may attend, float32's least number where not, as
 * transformers' eager mask. `mask` 1 for a token, 0 for padding. [1, 1, tokens, tokens].
 */
export function causalBias(mask: readonly number[]): Float32Array {
  const tokens = mask.length;
  const bias = new Float32Array(tokens * tokens).fill(-3.4028234663852886e38);
  for (let row = 0; row < tokens; row++)
    for (let column = 0; column <= row; column++) if (mask[column] === 1) bias[row * tokens + column] = 0;
  return bias;
}
