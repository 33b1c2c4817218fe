import {
  bare,
  embedding,
  layerNorm,
  linear,
  module,
  multiheadAttention,
  repeat,
  sequential,
  tensor,
} from '../../layers.ts';
import type { ModuleSpec } from '../../module-spec.ts';
import { VGGT_1B, type VggtConfig, vggt } from '../vggt/vggt.ts';
import type { AtlasVlaConfig } from './config.ts';
import { injectLora } from './inject-lora.ts';

const ACTION_QUERIES = 16;

/**
 * `VGGTAdapter`: the whole of VGGT-1B, of which only the aggregator is used, between projections. `model`: another size,
 * which the source does not have.
 */
export function vggtAdapter(
  { embedDim, lora }: Pick<AtlasVlaConfig['vggt'], 'embedDim' | 'lora'>,
  model: VggtConfig = VGGT_1B,
): ModuleSpec {
  const inner = model.embedDim;
  return module('VGGTAdapter', {
    parameters: [tensor('action_queries', 1, ACTION_QUERIES, embedDim)],
    children: [
      ['vggt', lora ? injectLora(vggt(model), lora) : vggt(model)],
      ['lang_adapter', sequential(linear(embedDim, inner), layerNorm(inner), bare('GELU'), bare('Dropout'))],
      [
        'vision_adapter',
        embedDim === inner ? bare('Identity') : sequential(linear(embedDim, inner), layerNorm(inner)),
      ],
      ['cross_attn', multiheadAttention(inner)],
      ['cross_attn_norm', layerNorm(inner)],
      [
        'feature_projector',
        sequential(
          linear(2 * inner, inner),
          layerNorm(inner),
          bare('GELU'),
          bare('Dropout'),
          linear(inner, embedDim),
          layerNorm(embedDim),
        ),
      ],
    ],
  });
}

function graphLayer(size: number, mlpRatio: number): ModuleSpec {
  const norm = layerNorm(size);
  const hidden = Math.trunc(size * mlpRatio);
  return module('VGGTLayer', {
    children: [
      // kept as (in, out), unlike nn.Linear
      [
        'graph_conv',
        module('GraphConvolution', { parameters: [tensor('weight', size, size), tensor('bias', size)] }),
      ],
      ['norm_graph', norm],
      ['attn', multiheadAttention(size)],
      ['norm_attn', norm],
      [
        'mlp',
        sequential(
          linear(size, hidden),
          bare('GELU'),
          bare('Dropout'),
          linear(hidden, size),
          bare('Dropout'),
        ),
      ],
      ['norm_mlp', norm],
    ],
  });
}

/** `SimpleVGGTBackbone`: tokens fused, then graph convolution, attention and MLP per layer. */
export function simpleBackbone({
  embedDim,
  depth,
  mlpRatio,
}: Pick<AtlasVlaConfig['vggt'], 'embedDim' | 'depth' | 'mlpRatio'>): ModuleSpec {
  const fusion = module('TokenFusion', {
    parameters: [tensor('cls_token', 1, 1, embedDim)],
    children: [['token_type_embeddings', embedding(3, embedDim)]],
  });
  return module('SimpleVGGTBackbone', {
    parameters: [tensor('action_queries', 1, ACTION_QUERIES, embedDim)],
    children: [
      ['token_fusion', fusion],
      ['graph_builder', bare('GraphBuilder')],
      ['layers', repeat(depth, graphLayer(embedDim, mlpRatio))],
      ['norm', layerNorm(embedDim)],
    ],
  });
}
