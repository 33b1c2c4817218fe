import { bare, layerNorm, linear, module, repeat, sequential, tensor } from '../../layers.ts';
import type { ModuleSpec } from '../../module-spec.ts';
import { transformerLayer } from './transformer-layer.ts';

/** What decides names and shapes of `TransformerForDiffusion` (real-stanford/diffusion_policy). */
export interface DiffusionTransformerConfig {
  readonly inputs: number;
  readonly outputs: number;
  readonly width: number;
  /** Positions of the trunk: the horizon, and one for the step where that is no condition. */
  readonly positions: number;
  /** Positions of the condition; undefined for an encoder alone. */
  readonly conditionPositions: number | undefined;
  /** Size of one observation as condition. */
  readonly condition: number | undefined;
  readonly layers: number;
  /** Layers over the condition; 0 is an MLP. */
  readonly conditionLayers: number;
  readonly causal: boolean;
}

export function diffusionTransformer(config: DiffusionTransformerConfig): ModuleSpec {
  const { width, positions, conditionPositions, condition, causal } = config;
  const encoderLayer = transformerLayer(width, 4 * width, ['self_attn']);
  const decoderLayer = transformerLayer(width, 4 * width, ['self_attn', 'multihead_attn']);
  const stack = (name: string, count: number, layer: ModuleSpec) =>
    module(name, { children: [['layers', repeat(count, layer)]] });
  const conditioned = conditionPositions !== undefined;
  const encoder = !conditioned
    ? stack('TransformerEncoder', config.layers, encoderLayer)
    : config.conditionLayers > 0
      ? stack('TransformerEncoder', config.conditionLayers, encoderLayer)
      : sequential(linear(width, 4 * width), bare('Mish'), linear(4 * width, width));
  return module('TransformerForDiffusion', {
    parameters: [
      tensor('_dummy_variable', 0),
      tensor('pos_emb', 1, positions, width),
      ...(conditioned ? [tensor('cond_pos_emb', 1, conditionPositions, width)] : []),
    ],
    buffers: causal
      ? [
          tensor('mask', positions, positions),
          ...(conditioned && condition !== undefined
            ? [tensor('memory_mask', positions, conditionPositions)]
            : []),
        ]
      : [],
    children: [
      ['input_emb', linear(config.inputs, width)],
      ...(condition === undefined ? [] : [['cond_obs_emb', linear(condition, width)] as const]),
      ['encoder', encoder],
      ...(conditioned
        ? [['decoder', stack('TransformerDecoder', config.layers, decoderLayer)] as const]
        : []),
      ['ln_f', layerNorm(width)],
      ['head', linear(width, config.outputs)],
    ],
  });
}
