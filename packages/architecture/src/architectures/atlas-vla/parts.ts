import { bare, conv2d, layerNorm, linear, module, sequential, tensor } from '../../layers.ts';
import type { ModuleSpec } from '../../module-spec.ts';
import type { AtlasVlaConfig } from './config.ts';
import { spatialActionHead } from './optional-parts.ts';

/** `VisionEncoder` without a vision tower: one convolution and a position per patch. */
export function directEncoder(config: AtlasVlaConfig['vision']): ModuleSpec {
  const { imgSize, patchSize, inChannels, embedDim } = config;
  return module('VisionEncoder', {
    parameters: [tensor('pos_embed', 1, Math.floor(imgSize / patchSize) ** 2, embedDim)],
    children: [
      ['patch_embed', conv2d(inChannels, embedDim, patchSize)],
      ['norm', layerNorm(embedDim)],
    ],
  });
}

/** `LanguageEncoder`: the projector takes its width from the model that was really loaded (`language_encoder.py:43`). */
export function languageEncoder(
  { maxLength, outputDim }: AtlasVlaConfig['language'],
  languageModel: ModuleSpec,
  hiddenSize: number,
): ModuleSpec {
  return module('LanguageEncoder', {
    parameters: [tensor('pos_embed', 1, maxLength, outputDim)],
    children: [
      ['language_model', languageModel],
      [
        'projector',
        sequential(
          linear(hiddenSize, outputDim),
          layerNorm(outputDim),
          bare('GELU'),
          linear(outputDim, outputDim),
          layerNorm(outputDim),
        ),
      ],
    ],
  });
}

/** `MLPActionHead`: Linear, LayerNorm, ReLU and Dropout per hidden layer, then all actions of a chunk at once. */
export function actionHead(config: AtlasVlaConfig['actionHead']): ModuleSpec {
  if (config.spatial) return spatialActionHead(config, config.spatial);
  const horizon = config.useActionChunking ? config.actionHorizon : 1;
  const layers: ModuleSpec[] = [];
  let width = config.inputDim;
  for (let i = 0; i < config.numHiddenLayers; i++) {
    layers.push(linear(width, config.hiddenDim), layerNorm(config.hiddenDim), bare('ReLU'), bare('Dropout'));
    width = config.hiddenDim;
  }
  layers.push(linear(width, config.actionDim * horizon));
  return module('MLPActionHead', {
    buffers: [tensor('action_mean', config.actionDim), tensor('action_std', config.actionDim)],
    children: [['mlp', sequential(...layers)]],
  });
}
