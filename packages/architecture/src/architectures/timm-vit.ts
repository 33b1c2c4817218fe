import { bare, conv2d, layerNorm, linear, module, repeat, sequential, tensor } from '../layers.ts';
import type { ModuleSpec } from '../module-spec.ts';

/** timm's `VisionTransformer` without a classifier, as far as DINOv2 and SigLIP need it (0.9.10 to 0.9.16). */
export interface TimmVitConfig {
  readonly width: number;
  readonly layers: number;
  readonly hidden: number;
  readonly imageSize: number;
  readonly patchSize: number;
  readonly channels: number;
  readonly classToken: boolean;
  readonly registers: number;
  /** Whether class token and registers have positions of their own; DINOv2 with registers has none. */
  readonly positionsOfPrefix: boolean;
  /** Name of the layer scale's parameter; OpenVLA renames it, since transformers rewrites names with `gamma`. */
  readonly layerScale: 'gamma' | 'scale_factor' | undefined;
  /** SigLIP's attention pooling. */
  readonly pool: boolean;
  /** CLIP's norm before the first block; its patches then have no bias. */
  readonly normalisesFirst?: boolean;
}

export function timmVit(config: TimmVitConfig): ModuleSpec {
  const { width, registers, classToken } = config;
  const patches = Math.floor(config.imageSize / config.patchSize) ** 2;
  const prefix = config.positionsOfPrefix ? Number(classToken) + registers : 0;
  return module('VisionTransformer', {
    parameters: [
      ...(classToken ? [tensor('cls_token', 1, 1, width)] : []),
      ...(registers > 0 ? [tensor('reg_token', 1, registers, width)] : []),
      tensor('pos_embed', 1, patches + prefix, width),
    ],
    children: [
      [
        'patch_embed',
        module('PatchEmbed', {
          children: [
            ['proj', conv2d(config.channels, width, config.patchSize, !config.normalisesFirst)],
            ['norm', bare('Identity')],
          ],
        }),
      ],
      ['pos_drop', bare('Dropout')],
      ['patch_drop', bare('Identity')],
      ['norm_pre', config.normalisesFirst ? layerNorm(width) : bare('Identity')],
      ['blocks', sequential(...repeat(config.layers, block(config)).children.map(([, child]) => child))],
      ['norm', layerNorm(width)],
      ...(config.pool ? [['attn_pool', attentionPool(config)] as const] : []),
      ['fc_norm', bare('Identity')],
      ['head_drop', bare('Dropout')],
      ['head', bare('Identity')],
    ],
  });
}

function mlp({ width, hidden }: TimmVitConfig): ModuleSpec {
  return module('Mlp', {
    children: [
      ['fc1', linear(width, hidden)],
      ['act', bare('GELU')],
      ['drop1', bare('Dropout')],
      ['norm', bare('Identity')],
      ['fc2', linear(hidden, width)],
      ['drop2', bare('Dropout')],
    ],
  });
}

function block(config: TimmVitConfig): ModuleSpec {
  const { width, layerScale } = config;
  const scale = layerScale
    ? module('LayerScale', { parameters: [tensor(layerScale, width)] })
    : bare('Identity');
  const attention = module('Attention', {
    children: [
      ['qkv', linear(width, 3 * width)],
      ['q_norm', bare('Identity')],
      ['k_norm', bare('Identity')],
      ['attn_drop', bare('Dropout')],
      ['proj', linear(width, width)],
      ['proj_drop', bare('Dropout')],
    ],
  });
  return module('Block', {
    children: [
      ['norm1', layerNorm(width)],
      ['attn', attention],
      ['ls1', scale],
      ['drop_path1', bare('Identity')],
      ['norm2', layerNorm(width)],
      ['mlp', mlp(config)],
      ['ls2', scale],
      ['drop_path2', bare('Identity')],
    ],
  });
}

function attentionPool(config: TimmVitConfig): ModuleSpec {
  const { width } = config;
  return module('AttentionPoolLatent', {
    parameters: [tensor('latent', 1, 1, width)],
    children: [
      ['q', linear(width, width)],
      ['kv', linear(width, 2 * width)],
      ['q_norm', bare('Identity')],
      ['k_norm', bare('Identity')],
      ['proj', linear(width, width)],
      ['proj_drop', bare('Dropout')],
      ['norm', layerNorm(width)],
      ['mlp', mlp(config)],
    ],
  });
}
