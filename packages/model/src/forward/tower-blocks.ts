import { attention, joinHeads, splitHeads } from '../graph/attention.ts';
import type { Value } from '../graph/graph.ts';
import { add, gelu, quickGelu } from '../graph/operators.ts';
import type { ModuleWeights } from '../weights/module-weights.ts';
import { layerNorm, linear } from './layers.ts';

export interface TowerNumbers {
  readonly heads: number;
  readonly epsilon: number;
  readonly activation: 'gelu' | 'gelu_pytorch_tanh' | 'quick_gelu';
}

/** Self-attention with four projections of its own, whatever they are called. */
export function projectedAttention(
  [query, key, value, output]: readonly [ModuleWeights, ModuleWeights, ModuleWeights, ModuleWeights],
  x: Value,
  heads: number,
): Value {
  const { graph } = query;
  const project = (module: ModuleWeights) => splitHeads(graph, linear(module, x), heads);
  const mixed = attention(graph, project(query), project(key), project(value));
  return linear(output, joinHeads(graph, mixed));
}

export function activate(module: ModuleWeights, x: Value, activation: TowerNumbers['activation']): Value {
  if (activation === 'quick_gelu') return quickGelu(module.graph, x);
  return gelu(module.graph, x, activation === 'gelu' ? 'none' : 'tanh');
}

/** The layers that CLIP and SigLIP share (`CLIPEncoderLayer`, `SiglipEncoderLayer`). */
export function encoderLayers(encoder: ModuleWeights, x: Value, numbers: TowerNumbers): Value {
  const { graph } = encoder;
  return encoder
    .child('layers')
    .children()
    .reduce((hidden, layer) => {
      const self = layer.child('self_attn');
      const attended = projectedAttention(
        [self.child('q_proj'), self.child('k_proj'), self.child('v_proj'), self.child('out_proj')],
        layerNorm(layer.child('layer_norm1'), hidden, numbers.epsilon),
        numbers.heads,
      );
      const between = add(graph, hidden, attended);
      const mlp = layer.child('mlp');
      const wide = linear(mlp.child('fc1'), layerNorm(layer.child('layer_norm2'), between, numbers.epsilon));
      return add(graph, between, linear(mlp.child('fc2'), activate(mlp, wide, numbers.activation)));
    }, x);
}
