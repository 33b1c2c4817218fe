import { bare, conv2d, layerNorm, linear, module, repeat, tensor } from '../layers.ts';
import type { ModuleSpec } from '../module-spec.ts';
import type { ConfigFields } from './config-fields.ts';
import type { Libraries } from './decoder.ts';
import { isOlder } from './is-older.ts';

/** The fields of `Dinov2Config` and `Dinov2WithRegistersConfig` that decide names and shapes. */
export interface Dinov2Config {
  readonly hiddenSize: number;
  readonly layers: number;
  readonly imageSize: number;
  readonly patchSize: number;
  readonly channels: number;
  readonly mlpRatio: number;
  readonly qkvBias: boolean;
  /** The giant's gated MLP. */
  readonly swiglu: boolean;
  readonly maskToken: boolean;
  /** 0: `Dinov2Model`; else `Dinov2WithRegistersModel` (transformers 4.48 and later). */
  readonly registers: number;
}

export function readDinov2Config(fields: ConfigFields, modelType: string): Dinov2Config {
  const registers = modelType === 'dinov2_with_registers';
  return {
    hiddenSize: fields.size('hidden_size', 768),
    layers: fields.layers('num_hidden_layers', 12),
    imageSize: fields.size('image_size', 224),
    // a saved config names it: the class's own default changed from 16 to 14
    patchSize: fields.size('patch_size', registers ? 16 : 14),
    channels: fields.size('num_channels', 3),
    mlpRatio: fields.ratio('mlp_ratio', 4),
    qkvBias: fields.flag('qkv_bias', true),
    swiglu: fields.flag('use_swiglu_ffn', false),
    maskToken: registers || fields.flag('use_mask_token', true),
    registers: registers ? fields.size('num_register_tokens', 4) : 0,
  };
}

/**
 * `Dinov2Model` (transformers 4.31 and later) and `Dinov2WithRegistersModel` (4.48): names are the same up to 5.17; 5.18
 * renames the attention's projections and splits the gated MLP, and its `from_pretrained` renames what is loaded.
 */
export function dinov2(config: Dinov2Config, libraries: Libraries = {}): ModuleSpec {
  const layer = isOlder(libraries, RENAMED) ? layer4(config, libraries) : layer5(config);
  return module(config.registers > 0 ? 'Dinov2WithRegistersModel' : 'Dinov2Model', {
    children: [
      ['embeddings', embeddings(config, !isOlder(libraries, RENAMED))],
      ['encoder', module('Dinov2Encoder', { children: [['layer', repeat(config.layers, layer)]] })],
      ['layernorm', layerNorm(config.hiddenSize)],
    ],
  });
}

/** The first release with the new names. */
export const RENAMED = '5.18' as const;

function embeddings(config: Dinov2Config, registersLast: boolean): ModuleSpec {
  const { hiddenSize, imageSize, patchSize, registers } = config;
  const positions = tensor('position_embeddings', 1, Math.floor(imageSize / patchSize) ** 2 + 1, hiddenSize);
  const extra = registers > 0 ? [tensor('register_tokens', 1, registers, hiddenSize)] : [];
  return module('Dinov2Embeddings', {
    parameters: [
      tensor('cls_token', 1, 1, hiddenSize),
      ...(config.maskToken ? [tensor('mask_token', 1, hiddenSize)] : []),
      ...(registersLast ? [positions, ...extra] : [...extra, positions]),
    ],
    children: [
      [
        'patch_embeddings',
        module('Dinov2PatchEmbeddings', {
          children: [['projection', conv2d(config.channels, hiddenSize, patchSize)]],
        }),
      ],
      ['dropout', bare('Dropout')],
    ],
  });
}

const scale = (size: number) => module('Dinov2LayerScale', { parameters: [tensor('lambda1', size)] });

/** Width of the gate, as `Dinov2SwiGLUFFN` rounds it. */
function gateWidth({ hiddenSize, mlpRatio }: Dinov2Config): number {
  const hidden = Math.trunc(hiddenSize * mlpRatio);
  return Math.floor((Math.trunc((hidden * 2) / 3) + 7) / 8) * 8;
}

function layer4(config: Dinov2Config, libraries: Libraries): ModuleSpec {
  const { hiddenSize: size, qkvBias } = config;
  const hidden = Math.trunc(size * config.mlpRatio);
  const gate = gateWidth(config);
  const dropout = ['dropout', bare('Dropout')] as const;
  const paths = isOlder(libraries, '4.39') ? ['drop_path1', 'drop_path2'] : ['drop_path', undefined];
  const dropPath = (name: string | undefined) => (name ? [[name, bare('Identity')] as const] : []);
  const mlp = config.swiglu
    ? module('Dinov2SwiGLUFFN', {
        children: [
          ['weights_in', linear(size, 2 * gate)],
          ['weights_out', linear(gate, size)],
        ],
      })
    : module('Dinov2MLP', {
        children: [
          ['fc1', linear(size, hidden)],
          ['activation', bare('GELUActivation')],
          ['fc2', linear(hidden, size)],
        ],
      });
  const attention = module('Dinov2Attention', {
    children: [
      [
        'attention',
        module('Dinov2SelfAttention', {
          children: [
            ['query', linear(size, size, qkvBias)],
            ['key', linear(size, size, qkvBias)],
            ['value', linear(size, size, qkvBias)],
            ...(isOlder(libraries, '4.50') ? [dropout] : []),
          ],
        }),
      ],
      ['output', module('Dinov2SelfOutput', { children: [['dense', linear(size, size)], dropout] })],
    ],
  });
  return module('Dinov2Layer', {
    children: [
      ['norm1', layerNorm(size)],
      ['attention', attention],
      ['layer_scale1', scale(size)],
      ...dropPath(paths[0]),
      ['norm2', layerNorm(size)],
      ['mlp', mlp],
      ['layer_scale2', scale(size)],
      ...dropPath(paths[1]),
    ],
  });
}

function layer5(config: Dinov2Config): ModuleSpec {
  const { hiddenSize: size, qkvBias } = config;
  const hidden = Math.trunc(size * config.mlpRatio);
  const gate = gateWidth(config);
  const mlp = config.swiglu
    ? module('Dinov2SwiGLUFFN', {
        children: [
          ['gate_proj', linear(size, gate)],
          ['up_proj', linear(size, gate)],
          ['down_proj', linear(gate, size)],
          ['act_fn', bare('SiLUActivation')],
        ],
      })
    : module('Dinov2MLP', {
        children: [
          ['activation_fn', bare('GELUActivation')],
          ['fc1', linear(size, hidden)],
          ['fc2', linear(hidden, size)],
        ],
      });
  const attention = module('Dinov2Attention', {
    children: [
      ['q_proj', linear(size, size, qkvBias)],
      ['k_proj', linear(size, size, qkvBias)],
      ['v_proj', linear(size, size, qkvBias)],
      ['o_proj', linear(size, size)],
    ],
  });
  return module('Dinov2Layer', {
    children: [
      ['norm1', layerNorm(size)],
      ['attention', attention],
      ['layer_scale1', scale(size)],
      ['drop_path', bare('Identity')],
      ['norm2', layerNorm(size)],
      ['mlp', mlp],
      ['layer_scale2', scale(size)],
    ],
  });
}
