import { conv2d, embedding, layerNorm, linear, module, multiheadAttention, tensor } from '../layers.ts';
import type { ModuleSpec } from '../module-spec.ts';
import { standAlone, textEmbeddings } from './clip.ts';
import type { ConfigFields } from './config-fields.ts';
import {
  type TextTowerConfig,
  towerEncoder,
  towerMlp,
  type VisionTowerConfig,
} from './contrastive-layers.ts';
import type { Libraries } from './decoder.ts';
import { isOlder } from './is-older.ts';

export interface SiglipVisionConfig extends VisionTowerConfig {
  /** `vision_use_head`: the pooling head. PaliGemma's tower has none; releases before 4.41 build it all the same. */
  readonly head: boolean;
}

export interface SiglipTextConfig extends TextTowerConfig {
  readonly projectionSize: number;
}

export interface SiglipConfig {
  readonly vision: SiglipVisionConfig;
  readonly text: SiglipTextConfig;
}

export function readSiglipVisionConfig(fields: ConfigFields | undefined): SiglipVisionConfig {
  const size = (name: string, otherwise: number) => fields?.size(name, otherwise) ?? otherwise;
  return {
    hiddenSize: size('hidden_size', 768),
    layers: fields?.layers('num_hidden_layers', 12) ?? 12,
    intermediateSize: size('intermediate_size', 3072),
    imageSize: size('image_size', 224),
    patchSize: size('patch_size', 16),
    channels: size('num_channels', 3),
    head: fields?.flag('vision_use_head', true) ?? true,
  };
}

export function readSiglipTextConfig(fields: ConfigFields | undefined): SiglipTextConfig {
  const size = (name: string, otherwise: number) => fields?.size(name, otherwise) ?? otherwise;
  const hiddenSize = size('hidden_size', 768);
  return {
    hiddenSize,
    layers: fields?.layers('num_hidden_layers', 12) ?? 12,
    intermediateSize: size('intermediate_size', 3072),
    vocabSize: size('vocab_size', 32000),
    positions: size('max_position_embeddings', 64),
    projectionSize: size('projection_size', hiddenSize),
  };
}

const encoder = (config: VisionTowerConfig | TextTowerConfig, libraries: Libraries) =>
  towerEncoder(config, !isOlder(libraries, '4.51'));

/** The vision side, as it stands within `SiglipModel` and PaliGemma. */
export function siglipVisionTower(config: SiglipVisionConfig, libraries: Libraries = {}): ModuleSpec {
  const { hiddenSize, imageSize, patchSize } = config;
  const embeddings = module('SiglipVisionEmbeddings', {
    children: [
      ['patch_embedding', conv2d(config.channels, hiddenSize, patchSize)],
      ['position_embedding', embedding(Math.floor(imageSize / patchSize) ** 2, hiddenSize)],
    ],
  });
  const head = module('SiglipMultiheadAttentionPoolingHead', {
    parameters: [tensor('probe', 1, 1, hiddenSize)],
    children: [
      ['attention', multiheadAttention(hiddenSize)],
      ['layernorm', layerNorm(hiddenSize)],
      ['mlp', towerMlp(config)],
    ],
  });
  return module('SiglipVisionTransformer', {
    children: [
      ['embeddings', embeddings],
      ['encoder', encoder(config, libraries)],
      ['post_layernorm', layerNorm(hiddenSize)],
      ...(config.head || isOlder(libraries, '4.41') ? [['head', head] as const] : []),
    ],
  });
}

/** The text side, as it stands within `SiglipModel`. */
export function siglipTextTower(config: SiglipTextConfig, libraries: Libraries = {}): ModuleSpec {
  // the size of its own came with 4.48
  const width = isOlder(libraries, '4.48') ? config.hiddenSize : config.projectionSize;
  return module('SiglipTextTransformer', {
    children: [
      ['embeddings', textEmbeddings('SiglipTextEmbeddings', config)],
      ['encoder', encoder(config, libraries)],
      ['final_layer_norm', layerNorm(config.hiddenSize)],
      ['head', linear(config.hiddenSize, width)],
    ],
  });
}

/** `SiglipVisionModel` of transformers 4.37 to 5.x. */
export function siglipVision(config: SiglipVisionConfig, libraries: Libraries = {}): ModuleSpec {
  return standAlone('SiglipVisionModel', 'vision_model', siglipVisionTower(config, libraries), libraries);
}

/** `SiglipTextModel` of transformers 4.37 to 5.x. */
export function siglipText(config: SiglipTextConfig, libraries: Libraries = {}): ModuleSpec {
  return standAlone('SiglipTextModel', 'text_model', siglipTextTower(config, libraries), libraries);
}

/** `SiglipModel`; the order of a layer changed with 4.51. */
export function siglip({ vision, text }: SiglipConfig, libraries: Libraries = {}): ModuleSpec {
  return module('SiglipModel', {
    parameters: [tensor('logit_scale', 1), tensor('logit_bias', 1)],
    children: [
      ['text_model', siglipTextTower(text, libraries)],
      ['vision_model', siglipVisionTower(vision, libraries)],
    ],
  });
}
