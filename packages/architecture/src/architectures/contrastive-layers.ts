import { bare, layerNorm, linear, module, repeat } from '../layers.ts';
import type { ModuleSpec } from '../module-spec.ts';

/** Sizes of one side of CLIP or SigLIP. How many heads it has, leaves no trace. */
export interface TowerSizes {
  readonly hiddenSize: number;
  readonly layers: number;
  readonly intermediateSize: number;
}

export interface VisionTowerConfig extends TowerSizes {
  readonly imageSize: number;
  readonly patchSize: number;
  readonly channels: number;
}

export interface TextTowerConfig extends TowerSizes {
  readonly vocabSize: number;
  readonly positions: number;
}

/** The MLP that CLIP and SigLIP share; SigLIP's pooling head has one too. */
export function towerMlp({ hiddenSize, intermediateSize }: TowerSizes): ModuleSpec {
  return module('MLP', {
    children: [
      ['activation_fn', bare('GELU')],
      ['fc1', linear(hiddenSize, intermediateSize)],
      ['fc2', linear(intermediateSize, hiddenSize)],
    ],
  });
}

/** `CLIPEncoder` and `SiglipEncoder`; `normFirst`: whether a layer registers its first norm before the attention. */
export function towerEncoder(sizes: TowerSizes, normFirst: boolean): ModuleSpec {
  const projection = linear(sizes.hiddenSize, sizes.hiddenSize);
  const norm = layerNorm(sizes.hiddenSize);
  const attention = [
    'self_attn',
    module('Attention', {
      children: ['k_proj', 'v_proj', 'q_proj', 'out_proj'].map((name) => [name, projection] as const),
    }),
  ] as const;
  const mlp = ['mlp', towerMlp(sizes)] as const;
  const norm1 = ['layer_norm1', norm] as const;
  const norm2 = ['layer_norm2', norm] as const;
  const layer = module('EncoderLayer', {
    children: normFirst ? [norm1, attention, norm2, mlp] : [attention, norm1, mlp, norm2],
  });
  return module('Encoder', { children: [['layers', repeat(sizes.layers, layer)]] });
}
