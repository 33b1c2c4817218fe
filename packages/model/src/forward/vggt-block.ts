import { attention, joinHeads } from '../graph/attention.ts';
import type { Value } from '../graph/graph.ts';
import { add, gelu, mul, reshape, scalar, slice, transpose } from '../graph/operators.ts';
import { type Rotary, rotate } from '../graph/rotary.ts';
import type { ModuleWeights } from '../weights/module-weights.ts';
import { layerNorm, linear } from './layers.ts';

export interface BlockNumbers {
  readonly heads: number;
  readonly epsilon: number;
  /** alpha / rank, where there is LoRA. */
  readonly loraScale?: number | undefined;
}

/** `Block` of VGGT (`vggt/layers/block.py`): pre-norm attention and MLP, each scaled. `angles` where it has rope. */
export function vggtBlock(module: ModuleWeights, x: Value, numbers: BlockNumbers, angles?: Rotary): Value {
  const { graph } = module;
  const scaled = (name: 'ls1' | 'ls2', y: Value) => mul(graph, y, module.child(name).tensor('gamma'));
  const normed = (name: 'norm1' | 'norm2', y: Value) => layerNorm(module.child(name), y, numbers.epsilon);
  const attended = blockAttention(module.child('attn'), normed('norm1', x), numbers, angles);
  const y = add(graph, x, scaled('ls1', attended));
  const mlp = module.child('mlp');
  const hidden = gelu(graph, maybeLora(mlp.child('fc1'), normed('norm2', y), numbers));
  return add(graph, y, scaled('ls2', maybeLora(mlp.child('fc2'), hidden, numbers)));
}

/** `Attention` (`vggt/layers/attention.py`): heads are normed, then turned. */
function blockAttention(
  module: ModuleWeights,
  x: Value,
  numbers: BlockNumbers,
  angles: Rotary | undefined,
): Value {
  const { graph } = module;
  const { heads } = numbers;
  const [batch, tokens, size] = x.shape as [number, number, number];
  const all = reshape(graph, maybeLora(module.child('qkv'), x, numbers), [
    batch,
    tokens,
    3,
    heads,
    size / heads,
  ]);
  const turned = transpose(graph, all, [2, 0, 3, 1, 4]);
  const part = (i: number) =>
    reshape(graph, slice(graph, turned, 0, i, i + 1), [batch, heads, tokens, size / heads]);
  const place = (i: number, norm: ModuleWeights) => {
    const normed = norm.spec.className === 'Identity' ? part(i) : layerNorm(norm, part(i));
    return angles ? rotate(graph, normed, angles) : normed;
  };
  const mixed = attention(graph, place(0, module.child('q_norm')), place(1, module.child('k_norm')), part(2));
  return maybeLora(module.child('proj'), joinHeads(graph, mixed), numbers);
}

/** A Linear, or AtlasVLA's `LoRALinear` around one (`vggt_adapter.py` at 8da9053): base(x) + B(A(x)) * alpha / rank. */
function maybeLora(module: ModuleWeights, x: Value, { loraScale }: BlockNumbers): Value {
  if (module.spec.className !== 'LoRALinear') return linear(module, x);
  if (loraScale === undefined) throw new Error(`${module.path}: LoRA without alpha and rank`);
  const { graph } = module;
  const low = linear(module.child('lora_B'), linear(module.child('lora_A'), x));
  return add(graph, linear(module.child('base'), x), mul(graph, low, scalar(graph, loraScale)));
}
