import { bare, layerNorm, linear, module, sequential, tensor } from '../../layers.ts';
import type { ModuleSpec } from '../../module-spec.ts';
import type { AtlasVlaConfig, SpatialHead } from './config.ts';

/** Behind the towers, whichever they are. */
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
