import { bare, layerNorm, linear, module, sequential, tensor } from '../../layers.ts';
import type { ModuleSpec } from '../../module-spec.ts';
import { buildModel } from '../build-model.ts';
import { ConfigFields } from '../config-fields.ts';
import type { Libraries } from '../decoder.ts';
import type { AtlasVlaConfig, SpatialHead, VisionTower } from './config.ts';

/** Width of what a tower gives: SigLIP's is that of its vision side (`vision_encoder.py:74`). */
export function towerWidth({ fields, modelType, name }: VisionTower): number {
  const config = new ConfigFields(fields, name);
  const side = modelType === 'dinov2' ? config : (config.sub('vision_config') ?? config);
  return side.size('hidden_size', 768);
}

/** `VisionEncoder` with pretrained towers: each under its attribute, then a projector that all share. */
export function towerEncoder(
  towers: readonly VisionTower[],
  embedDim: number,
  libraries: Libraries = {},
): ModuleSpec {
  const width = towers.reduce((sum, tower) => sum + towerWidth(tower), 0);
  return module('VisionEncoder', {
    children: [
      ...towers.map(({ attribute, className, modelType, fields, name }) => {
        const built = buildModel(className, modelType, new ConfigFields(fields, name), libraries);
        return [attribute, built ?? bare(className)] as const;
      }),
      ['projector', towerProjector(width, embedDim)],
    ],
  });
}

export function towerProjector(width: number, embedDim: number): ModuleSpec {
  return sequential(linear(width, embedDim), layerNorm(embedDim), bare('GELU'), linear(embedDim, embedDim));
}

/** `ActionHeadWithSpatialFeatures`: attention over the vision tokens, then an MLP over both features. */
export function spatialActionHead(
  config: Pick<AtlasVlaConfig['actionHead'], 'inputDim' | 'hiddenDim' | 'actionDim' | 'actionHorizon'>,
  kind: SpatialHead,
): ModuleSpec {
  const { inputDim, hiddenDim, actionDim } = config;
  const quarter = Math.floor(inputDim / 4);
  const normalised = kind === 'normalised';
  return module('ActionHeadWithSpatialFeatures', {
    buffers: normalised ? [tensor('action_mean', actionDim), tensor('action_std', actionDim)] : [],
    children: [
      [
        'spatial_attention',
        sequential(
          linear(inputDim, quarter),
          bare('ReLU'),
          ...(normalised ? [bare('Dropout')] : []),
          linear(quarter, 1),
        ),
      ],
      [
        'action_mlp',
        sequential(
          linear(2 * inputDim, hiddenDim),
          ...(normalised ? [layerNorm(hiddenDim)] : []),
          bare('ReLU'),
          bare('Dropout'),
          linear(hiddenDim, hiddenDim),
          bare('ReLU'),
          linear(hiddenDim, actionDim * config.actionHorizon),
        ),
      ],
    ],
  });
}
