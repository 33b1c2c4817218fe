import { linear, module } from '../layers.ts';
import type { ModuleSpec } from '../module-spec.ts';
import { buildCausalDecoder, buildDecoder, isDecoderType } from './build-decoder.ts';
import type { ConfigFields } from './config-fields.ts';
import type { DecoderConfig, Libraries } from './decoder.ts';
import { isOlder } from './is-older.ts';
import { readDecoderConfig } from './read-decoder-config.ts';
import { readSiglipVisionConfig, type SiglipVisionConfig, siglipVision } from './siglip.ts';

/** `PaliGemmaConfig`: SigLIP without its pooling head, one linear layer, Gemma. */
export interface PaliGemmaConfig {
  readonly vision: SiglipVisionConfig;
  readonly text: DecoderConfig;
  readonly projectionDim: number;
}

const DEFAULT_VISION: SiglipVisionConfig = {
  hiddenSize: 1152,
  layers: 27,
  intermediateSize: 4096,
  imageSize: 224,
  patchSize: 14,
  channels: 3,
  head: false,
};
const DEFAULT_TEXT: DecoderConfig = {
  modelType: 'gemma',
  hiddenSize: 2048,
  layers: 18,
  heads: 8,
  kvHeads: 1,
  headDim: 256,
  intermediateSize: 16384,
  vocabSize: 257152,
  tieWordEmbeddings: true,
};

/** Undefined where its language model is of a family that Plumb does not build. */
export function readPaliGemmaConfig(fields: ConfigFields): PaliGemmaConfig | undefined {
  const vision = fields.sub('vision_config');
  const text = fields.sub('text_config');
  const modelType = text?.text('model_type') ?? 'gemma';
  if (!isDecoderType(modelType)) return undefined;
  return {
    vision: vision ? readSiglipVisionConfig(vision) : DEFAULT_VISION,
    text: text ? readDecoderConfig(text, modelType) : DEFAULT_TEXT,
    projectionDim: fields.size('projection_dim', 2048),
  };
}

/** Until then the head stood within the language model, and there was no `PaliGemmaModel`. */
export const REGROUPED = '4.52';

function parts(config: PaliGemmaConfig, libraries: Libraries) {
  const projector = module('PaliGemmaMultiModalProjector', {
    children: [['linear', linear(config.vision.hiddenSize, config.projectionDim)]],
  });
  return [
    ['vision_tower', siglipVision(config.vision, libraries)],
    ['multi_modal_projector', projector],
  ] as const;
}

/** `PaliGemmaModel` of transformers 4.52 and later. */
export function paliGemma(config: PaliGemmaConfig, libraries: Libraries = {}): ModuleSpec {
  return module('PaliGemmaModel', {
    children: [...parts(config, libraries), ['language_model', buildDecoder(config.text, libraries)]],
  });
}

/**
 * `PaliGemmaForConditionalGeneration` of transformers 4.41 and later: `language_model.model.*` until 4.51,
 * `model.language_model.*` since. The head is tied to the embedding in all of them.
 */
export function paliGemmaForConditionalGeneration(
  config: PaliGemmaConfig,
  libraries: Libraries = {},
): ModuleSpec {
  const className = 'PaliGemmaForConditionalGeneration';
  const causal = buildCausalDecoder(config.text, libraries);
  if (isOlder(libraries, REGROUPED))
    return module(className, {
      children: [...parts(config, libraries), ['language_model', tieWithin(causal)]],
    });
  const head = { name: 'weight', shape: [config.text.vocabSize, config.text.hiddenSize] };
  return module(className, {
    children: [
      ['model', paliGemma(config, libraries)],
      [
        'lm_head',
        module('Linear', { parameters: [{ ...head, tiedTo: 'model.language_model.embed_tokens.weight' }] }),
      ],
    ],
  });
}

function tieWithin(causal: ModuleSpec): ModuleSpec {
  return {
    ...causal,
    children: causal.children.map(([name, child]) => [
      name,
      name === 'lm_head'
        ? {
            ...child,
            parameters: child.parameters.map((weight) => ({
              ...weight,
              tiedTo: 'language_model.model.embed_tokens.weight',
            })),
          }
        : child,
    ]),
  };
}
