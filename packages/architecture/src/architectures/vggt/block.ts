import { bare, layerNorm, linear, module, tensor } from '../../layers.ts';
import type { ModuleSpec } from '../../module-spec.ts';

export interface BlockOptions {
  readonly size: number;
  readonly heads: number;
  /** LayerNorm over each head of query and key. */
  readonly headNorms: boolean;
  /** A rotary embedding (without saved tensors) is registered in the attention. */
  readonly rope: boolean;
}

/** DINOv2's two-layer MLP: fc1, act, fc2, drop. */
export function mlp(inputs: number, hidden: number, outputs: number): ModuleSpec {
  return module('Mlp', {
    children: [
      ['fc1', linear(inputs, hidden)],
      ['act', bare('GELU')],
      ['fc2', linear(hidden, outputs)],
      ['drop', bare('Dropout')],
    ],
  });
}

/** A pre-norm transformer block with layer scale (`vggt/layers/block.py`), MLP of four times the width. */
export function block({ size, heads, headNorms, rope }: BlockOptions): ModuleSpec {
  const norm = layerNorm(size);
  const headNorm = headNorms ? layerNorm(size / heads) : bare('Identity');
  const scale = module('LayerScale', { parameters: [tensor('gamma', size)] });
  const attention = module('Attention', {
    children: [
      ['qkv', linear(size, 3 * size)],
      ['q_norm', headNorm],
      ['k_norm', headNorm],
      ['attn_drop', bare('Dropout')],
      ['proj', linear(size, size)],
      ['proj_drop', bare('Dropout')],
      ...(rope ? ([['rope', bare('RotaryPositionEmbedding2D')]] as const) : []),
    ],
  });
  return module('Block', {
    children: [
      ['norm1', norm],
      ['attn', attention],
      ['ls1', scale],
      ['drop_path1', bare('Identity')],
      ['norm2', norm],
      ['mlp', mlp(size, 4 * size, size)],
      ['ls2', scale],
      ['drop_path2', bare('Identity')],
    ],
  });
}
