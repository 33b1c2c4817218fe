import {
  bare,
  conv2d,
  embedding,
  layerNorm,
  linear,
  module,
  multiheadAttention,
  repeat,
  tensor,
} from '../../layers.ts';
import type { ModuleSpec } from '../../module-spec.ts';
import type { ConfigFields } from '../config-fields.ts';
import type { NormalisationModes } from './normalisation.ts';
import { resnetTrunk, resnetWidth } from './resnet.ts';

/** What of `ACTConfig` decides names and shapes (`lerobot/policies/act/configuration_act.py`). */
export interface ActConfig {
  readonly stateSize: number | undefined;
  readonly environmentSize: number | undefined;
  readonly actionSize: number;
  /** Whether the policy sees at least one camera; all of them share one ResNet. */
  readonly sees: boolean;
  readonly backbone: string;
  readonly width: number;
  readonly feedForward: number;
  readonly encoderLayers: number;
  readonly decoderLayers: number;
  readonly vaeLayers: number;
  readonly latent: number;
  readonly chunk: number;
  readonly vae: boolean;
  readonly preNorm: boolean;
}

export const ACT_NORMALISATION: NormalisationModes = {
  VISUAL: 'MEAN_STD',
  STATE: 'MEAN_STD',
  ACTION: 'MEAN_STD',
};

type Sizes = Pick<ActConfig, 'stateSize' | 'environmentSize' | 'actionSize' | 'sees'>;

export function readActConfig(fields: ConfigFields, sizes: Sizes): ActConfig {
  return {
    ...sizes,
    backbone: fields.text('vision_backbone') ?? 'resnet18',
    width: fields.size('dim_model', 512),
    feedForward: fields.size('dim_feedforward', 3200),
    encoderLayers: fields.layers('n_encoder_layers', 4),
    decoderLayers: fields.layers('n_decoder_layers', 1),
    vaeLayers: fields.layers('n_vae_encoder_layers', 4),
    latent: fields.size('latent_dim', 32),
    chunk: fields.size('chunk_size', 100),
    vae: fields.flag('use_vae', true),
    preNorm: fields.flag('pre_norm', false),
  };
}

/** The class `ACT` of LeRobot; `ACTPolicy` holds it as `model`. Undefined for a backbone that is no ResNet. */
export function act(config: ActConfig): ModuleSpec | undefined {
  const { width, stateSize, environmentSize, actionSize, latent } = config;
  const trunk = config.sees ? resnetTrunk(config.backbone, 'frozen') : [];
  if (!trunk) return undefined;
  const maybe = (name: string, size: number | undefined) =>
    size === undefined ? [] : [[name, linear(size, width)] as const];
  const tokens = 1 + Number(stateSize !== undefined);
  const features = tokens + Number(environmentSize !== undefined);
  return module('ACT', {
    buffers: config.vae ? [tensor('vae_encoder_pos_enc', 1, tokens + config.chunk, width)] : [],
    children: [
      ...(config.vae
        ? ([
            ['vae_encoder', encoder(config, config.vaeLayers)],
            ['vae_encoder_cls_embed', embedding(1, width)],
            ...maybe('vae_encoder_robot_state_input_proj', stateSize),
            ['vae_encoder_action_input_proj', linear(actionSize, width)],
            ['vae_encoder_latent_output_proj', linear(width, 2 * latent)],
          ] as const)
        : []),
      ...(config.sees ? [['backbone', module('IntermediateLayerGetter', { children: trunk })] as const] : []),
      ['encoder', encoder(config, config.encoderLayers)],
      ['decoder', decoder(config)],
      ...maybe('encoder_robot_state_input_proj', stateSize),
      ...maybe('encoder_env_state_input_proj', environmentSize),
      ['encoder_latent_input_proj', linear(latent, width)],
      ...(config.sees
        ? [['encoder_img_feat_input_proj', conv2d(resnetWidth(config.backbone), width, 1)] as const]
        : []),
      ['encoder_1d_feature_pos_embed', embedding(features, width)],
      ...(config.sees
        ? [['encoder_cam_feat_pos_embed', bare('ACTSinusoidalPositionEmbedding2d')] as const]
        : []),
      ['decoder_pos_embed', embedding(config.chunk, width)],
      ['action_head', linear(width, actionSize)],
    ],
  });
}

function encoder(config: ActConfig, layers: number): ModuleSpec {
  const layer = module('ACTEncoderLayer', { children: layerChildren(config, ['self_attn'], 2) });
  return module('ACTEncoder', {
    children: [
      ['layers', repeat(layers, layer)],
      ['norm', config.preNorm ? layerNorm(config.width) : bare('Identity')],
    ],
  });
}

function decoder(config: ActConfig): ModuleSpec {
  const children = layerChildren(config, ['self_attn', 'multihead_attn'], 3);
  return module('ACTDecoder', {
    children: [
      ['layers', repeat(config.decoderLayers, module('ACTDecoderLayer', { children }))],
      ['norm', layerNorm(config.width)],
    ],
  });
}

function layerChildren(
  { width, feedForward }: ActConfig,
  attentions: readonly string[],
  norms: number,
): readonly (readonly [string, ModuleSpec])[] {
  const numbers = Array.from({ length: norms }, (_, i) => i + 1);
  return [
    ...attentions.map((name) => [name, multiheadAttention(width)] as const),
    ['linear1', linear(width, feedForward)],
    ['dropout', bare('Dropout')],
    ['linear2', linear(feedForward, width)],
    ...numbers.map((number) => [`norm${number}`, layerNorm(width)] as const),
    ...numbers.map((number) => [`dropout${number}`, bare('Dropout')] as const),
  ];
}
