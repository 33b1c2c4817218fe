import { conv2d, embedding, layerNorm, linear, module, tensor } from '../layers.ts';
import type { ModuleSpec } from '../module-spec.ts';
import type { ConfigFields } from './config-fields.ts';
import { type TextTowerConfig, towerEncoder, type VisionTowerConfig } from './contrastive-layers.ts';
import type { Libraries } from './decoder.ts';
import { isOlder } from './is-older.ts';

/** `CLIPConfig`: both sides. Either alone is its own config in transformers. */
export interface ClipConfig {
  readonly vision: VisionTowerConfig;
  readonly text: TextTowerConfig;
  readonly projectionDim: number;
}

export function readClipVisionConfig(fields: ConfigFields | undefined): VisionTowerConfig {
  const size = (name: string, otherwise: number) => fields?.size(name, otherwise) ?? otherwise;
  return {
    hiddenSize: size('hidden_size', 768),
    layers: fields?.layers('num_hidden_layers', 12) ?? 12,
    intermediateSize: size('intermediate_size', 3072),
    imageSize: size('image_size', 224),
    patchSize: size('patch_size', 32),
    channels: size('num_channels', 3),
  };
}

export function readClipTextConfig(fields: ConfigFields | undefined): TextTowerConfig {
  const size = (name: string, otherwise: number) => fields?.size(name, otherwise) ?? otherwise;
  return {
    hiddenSize: size('hidden_size', 512),
    layers: fields?.layers('num_hidden_layers', 12) ?? 12,
    intermediateSize: size('intermediate_size', 2048),
    vocabSize: size('vocab_size', 49408),
    positions: size('max_position_embeddings', 77),
  };
}

/** Since this release a tower of transformers stands without `vision_model.` or `text_model.` around it. */
export const TOWERS_FLAT = '5.6';

export function hasFlatTowers(libraries: Libraries): boolean {
  return !isOlder(libraries, TOWERS_FLAT);
}

/** Either side alone: within a module of that name until 5.5, flat since. */
export function standAlone(
  className: string,
  name: 'vision_model' | 'text_model',
  tower: ModuleSpec,
  libraries: Libraries,
): ModuleSpec {
  return hasFlatTowers(libraries)
    ? { ...tower, className }
    : module(className, { children: [[name, tower]] });
}

/** The vision side, as it stands within `CLIPModel`. */
export function clipVisionTower(config: VisionTowerConfig): ModuleSpec {
  const { hiddenSize, imageSize, patchSize } = config;
  const embeddings = module('CLIPVisionEmbeddings', {
    parameters: [tensor('class_embedding', hiddenSize)],
    children: [
      ['patch_embedding', conv2d(config.channels, hiddenSize, patchSize, false)],
      ['position_embedding', embedding(Math.floor(imageSize / patchSize) ** 2 + 1, hiddenSize)],
    ],
  });
  return module('CLIPVisionTransformer', {
    children: [
      ['embeddings', embeddings],
      // the library's own spelling
      ['pre_layrnorm', layerNorm(hiddenSize)],
      ['encoder', towerEncoder(config, false)],
      ['post_layernorm', layerNorm(hiddenSize)],
    ],
  });
}

/** The text side, as it stands within `CLIPModel`. */
export function clipTextTower(config: TextTowerConfig): ModuleSpec {
  return module('CLIPTextTransformer', {
    children: [
      ['embeddings', textEmbeddings('CLIPTextEmbeddings', config)],
      ['encoder', towerEncoder(config, false)],
      ['final_layer_norm', layerNorm(config.hiddenSize)],
    ],
  });
}

export function textEmbeddings(className: string, { vocabSize, positions, hiddenSize }: TextTowerConfig) {
  return module(className, {
    children: [
      ['token_embedding', embedding(vocabSize, hiddenSize)],
      ['position_embedding', embedding(positions, hiddenSize)],
    ],
  });
}

/** `CLIPVisionModel` of transformers 4.37 to 5.x. */
export function clipVision(config: VisionTowerConfig, libraries: Libraries = {}): ModuleSpec {
  return standAlone('CLIPVisionModel', 'vision_model', clipVisionTower(config), libraries);
}

/** `CLIPTextModel` of transformers 4.37 to 5.x. */
export function clipText(config: TextTowerConfig, libraries: Libraries = {}): ModuleSpec {
  return standAlone('CLIPTextModel', 'text_model', clipTextTower(config), libraries);
}

export function clipVisionWithProjection(config: VisionTowerConfig, projectionDim: number): ModuleSpec {
  return module('CLIPVisionModelWithProjection', {
    children: [
      ['vision_model', clipVisionTower(config)],
      ['visual_projection', linear(config.hiddenSize, projectionDim, false)],
    ],
  });
}

export function clipTextWithProjection(config: TextTowerConfig, projectionDim: number): ModuleSpec {
  return module('CLIPTextModelWithProjection', {
    children: [
      ['text_model', clipTextTower(config)],
      ['text_projection', linear(config.hiddenSize, projectionDim, false)],
    ],
  });
}

/** `CLIPModel`, the same in transformers 4.37 to 5.x. */
export function clip({ vision, text, projectionDim }: ClipConfig): ModuleSpec {
  return module('CLIPModel', {
    parameters: [tensor('logit_scale')],
    children: [
      ['text_model', clipTextTower(text)],
      ['vision_model', clipVisionTower(vision)],
      ['visual_projection', linear(vision.hiddenSize, projectionDim, false)],
      ['text_projection', linear(text.hiddenSize, projectionDim, false)],
    ],
  });
}
