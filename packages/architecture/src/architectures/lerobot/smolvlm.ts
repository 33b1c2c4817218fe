import { conv2d, embedding, layerNorm, linear, module, tensor } from '../../layers.ts';
import type { ModuleSpec } from '../../module-spec.ts';
import { buildDecoder } from '../build-decoder.ts';
import type { ConfigFields } from '../config-fields.ts';
import { towerEncoder, type VisionTowerConfig } from '../contrastive-layers.ts';
import type { DecoderConfig, Libraries } from '../decoder.ts';
import { readDecoderConfig } from '../read-decoder-config.ts';

/** `SmolVLMConfig`: a SigLIP-like tower, one linear layer over squares of patches, Llama. */
export interface SmolVlmConfig {
  readonly vision: VisionTowerConfig;
  readonly text: DecoderConfig;
  /** Side of the square of patches that becomes one token. */
  readonly scale: number;
}

/** Undefined for one whose language model is no Llama. */
export function readSmolVlmConfig(fields: ConfigFields): SmolVlmConfig | undefined {
  const vision = fields.sub('vision_config');
  const text = fields.sub('text_config');
  if (!vision || !text || (text.text('model_type') ?? 'llama') !== 'llama') return undefined;
  return {
    vision: {
      hiddenSize: vision.size('hidden_size', 1152),
      layers: vision.layers('num_hidden_layers', 12),
      intermediateSize: vision.size('intermediate_size', 3072),
      imageSize: vision.size('image_size', 224),
      patchSize: vision.size('patch_size', 32),
      channels: vision.size('num_channels', 3),
    },
    text: readDecoderConfig(text, 'llama'),
    scale: fields.size('scale_factor', 2),
  };
}

/** `SmolVLMForConditionalGeneration` of transformers 4.50 to 5.18; its head is a tensor of its own. */
export function smolVlm({ vision, text, scale }: SmolVlmConfig, libraries: Libraries = {}): ModuleSpec {
  const { hiddenSize, imageSize, patchSize } = vision;
  const tower = module('SmolVLMVisionTransformer', {
    children: [
      [
        'embeddings',
        module('SmolVLMVisionEmbeddings', {
          children: [
            ['patch_embedding', conv2d(vision.channels, hiddenSize, patchSize)],
            ['position_embedding', embedding(Math.floor(imageSize / patchSize) ** 2, hiddenSize)],
          ],
        }),
      ],
      ['encoder', towerEncoder(vision, false)],
      ['post_layernorm', layerNorm(hiddenSize)],
    ],
  });
  const connector = module('SmolVLMConnector', {
    children: [
      [
        'modality_projection',
        module('SmolVLMSimpleMLP', {
          children: [['proj', linear(hiddenSize * scale ** 2, text.hiddenSize, false)]],
        }),
      ],
    ],
  });
  return module('SmolVLMForConditionalGeneration', {
    children: [
      [
        'model',
        module('SmolVLMModel', {
          children: [
            ['vision_model', tower],
            ['connector', connector],
            ['text_model', buildDecoder(text, libraries)],
          ],
        }),
      ],
      ['lm_head', module('Linear', { parameters: [tensor('weight', text.vocabSize, text.hiddenSize)] })],
    ],
  });
}

type Vision = readonly [hidden: number, layers: number, mlp: number, image: number, patch: number];
type Text = readonly [hidden: number, layers: number, heads: number, kvHeads: number, mlp: number];

function published([hidden, layers, mlp, image, patch]: Vision, text: Text, scale: number): SmolVlmConfig {
  const [hiddenSize, depth, heads, kvHeads, intermediateSize] = text;
  return {
    vision: {
      hiddenSize: hidden,
      layers,
      intermediateSize: mlp,
      imageSize: image,
      patchSize: patch,
      channels: 3,
    },
    text: {
      modelType: 'llama',
      hiddenSize,
      layers: depth,
      heads,
      kvHeads,
      headDim: hiddenSize / heads,
      intermediateSize,
      vocabSize: 49280,
      tieWordEmbeddings: false,
    },
    scale,
  };
}

const BASE: Vision = [768, 12, 3072, 512, 16];

/** Figures of the models' config.json, by hub id. */
export const PUBLISHED_SMOLVLMS: Readonly<Record<string, SmolVlmConfig>> = {
  'HuggingFaceTB/SmolVLM2-256M-Video-Instruct': published(BASE, [576, 30, 9, 3, 1536], 4),
  'HuggingFaceTB/SmolVLM2-500M-Video-Instruct': published(BASE, [960, 32, 15, 5, 2560], 4),
  'HuggingFaceTB/SmolVLM2-2.2B-Instruct': published([1152, 27, 4304, 384, 14], [2048, 24, 32, 32, 8192], 3),
};
