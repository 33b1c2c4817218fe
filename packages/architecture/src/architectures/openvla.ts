import { bare, layerNorm, linear, module, repeat, sequential } from '../layers.ts';
import type { ModuleSpec } from '../module-spec.ts';
import { type TimmVitConfig, timmVit } from './timm-vit.ts';

/** `PrismaticVisionBackbone` (`modeling_prismatic.py`): one timm tower or two, whose features are put side by side. */
export function prismaticBackbone(featurizer: TimmVitConfig, fused: TimmVitConfig | undefined): ModuleSpec {
  return module('PrismaticVisionBackbone', {
    children: [
      ['featurizer', timmVit(featurizer)],
      ...(fused ? [['fused_featurizer', timmVit(fused)] as const] : []),
    ],
  });
}

/** `PrismaticProjector`: three layers behind fused towers, two behind one. */
export function prismaticProjector(visionWidth: number, languageWidth: number, fused: boolean): ModuleSpec {
  const first = fused ? 4 * visionWidth : languageWidth;
  return module('PrismaticProjector', {
    children: [
      ['fc1', linear(visionWidth, first)],
      ['fc2', linear(first, languageWidth)],
      ...(fused ? [['fc3', linear(languageWidth, languageWidth)] as const] : []),
      ['act_fn1', bare('GELU')],
      ...(fused ? [['act_fn2', bare('GELU')] as const] : []),
    ],
  });
}

/** OpenVLA-OFT's `L1RegressionActionHead`: a residual MLP over the hidden states of one step's action tokens. */
export function l1RegressionHead(config: {
  readonly inputs: number;
  readonly hidden: number;
  readonly outputs: number;
  readonly blocks: number;
}): ModuleSpec {
  const { hidden } = config;
  const residual = module('MLPResNetBlock', {
    children: [['ffn', sequential(layerNorm(hidden), linear(hidden, hidden), bare('ReLU'))]],
  });
  const network = module('MLPResNet', {
    children: [
      ['layer_norm1', layerNorm(config.inputs)],
      ['fc1', linear(config.inputs, hidden)],
      ['relu', bare('ReLU')],
      ['mlp_resnet_blocks', repeat(config.blocks, residual)],
      ['layer_norm2', layerNorm(hidden)],
      ['fc2', linear(hidden, config.outputs)],
    ],
  });
  return module('L1RegressionActionHead', { children: [['model', network]] });
}

/** OpenVLA-OFT's `ProprioProjector`; with one input its `NoisyActionProjector`. */
export function proprioProjector(inputs: number, languageWidth: number): ModuleSpec {
  return module(inputs === 1 ? 'NoisyActionProjector' : 'ProprioProjector', {
    children: [
      ['fc1', linear(inputs, languageWidth)],
      ['fc2', linear(languageWidth, languageWidth)],
      ['act_fn1', bare('GELU')],
    ],
  });
}
