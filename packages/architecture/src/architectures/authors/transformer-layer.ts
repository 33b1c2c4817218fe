import { layerNorm, linear, module, multiheadAttention } from '../../layers.ts';
import type { ModuleSpec } from '../../module-spec.ts';

/** A layer named as in `torch.nn.TransformerEncoderLayer` and `…DecoderLayer`: a norm for each attention and one more. */
export function transformerLayer(
  width: number,
  feedForward: number,
  attentions: readonly ('self_attn' | 'multihead_attn')[],
): ModuleSpec {
  return module(attentions.length > 1 ? 'TransformerDecoderLayer' : 'TransformerEncoderLayer', {
    children: [
      ...attentions.map((name) => [name, multiheadAttention(width)] as const),
      ['linear1', linear(width, feedForward)],
      ['linear2', linear(feedForward, width)],
      ...Array.from({ length: attentions.length + 1 }, (_, i) => [`norm${i + 1}`, layerNorm(width)] as const),
    ],
  });
}
