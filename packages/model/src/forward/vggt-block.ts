import { attention, joinHeads } from '../graph/attention.ts';
import type { Value } from '../graph/graph.ts';
import { add, gelu, mul, reshape, slice, transpose } from '../graph/operators.ts';
import { type Rotary, rotate } from '../graph/rotary.ts';
import type { ModuleWeights } from '../weights/module-weights.ts';
import { layerNorm, linear } from './layers.ts';

export interface BlockNumbers {
  readonly heads: number;
  readonly epsilon: number;
}

/** `Block` of VGGT (`vggt/layers/block.py`): pre-norm attention and MLP, each scaled. `angles` where it has rope. */
export function vggtBlock(module: ModuleWeights, x: Value, numbers: BlockNumbers, angles?: Rotary): Value {
  const { graph } = module;
  const scaled = (name: 'ls1' | 'ls2', y: Value) => mul(graph, y, module.child(name).tensor('gamma'));
  const normed = (name: 'norm1' | 'norm2', y: Value) => layerNorm(module.child(name), y, numbers.epsilon);
  const attended = blockAttention(module.child('attn'), normed('norm1', x), numbers.heads, angles);
  const y = add(graph, x, scaled('ls1', attended));
  const mlp = module.child('mlp');
  const hidden = gelu(graph, linear(mlp.child('fc1'), normed('norm2', y)));
  return add(graph, y, scaled('ls2', linear(mlp.child('fc2'), hidden)));
}

/** `Attention` (`vggt/layers/attention.py`): heads are normed, then turned. */
function blockAttention(module: ModuleWeights, x: Value, heads: number, angles: Rotary | undefined): Value {
  const { graph } = module;
  const [batch, tokens, size] = x.shape as [number, number, number];
  const all = reshape(graph, linear(module.child('qkv'), x), [batch, tokens, 3, heads, size / heads]);
  const turned = transpose(graph, all, [2, 0, 3, 1, 4]);
  const part = (i: number) =>
    reshape(graph, slice(graph, turned, 0, i, i + 1), [batch, heads, tokens, size / heads]);
  const place = (i: number, norm: ModuleWeights) => {
    const normed = norm.spec.className === 'Identity' ? part(i) : layerNorm(norm, part(i));
    return angles ? rotate(graph, normed, angles) : normed;
  };
  const mixed = attention(graph, place(0, module.child('q_norm')), place(1, module.child('k_norm')), part(2));
  return linear(module.child('proj'), joinHeads(graph, mixed));
}
