import { bare, layerNorm, linear, module, repeat, sequential } from '../layers.ts';
import type { ModuleSpec } from '../module-spec.ts';
import { buildCausalDecoder } from './build-decoder.ts';
import type { DecoderConfig, Libraries } from './decoder.ts';
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

/** What of OpenVLA's config decides names and shapes. */
export interface OpenVlaConfig {
  readonly towers: readonly TimmVitConfig[];
  readonly text: DecoderConfig;
  readonly className: string;
}

/** `OpenVLAForActionPrediction` and `PrismaticForConditionalGeneration` (`modeling_prismatic.py`). */
export function openVla({ towers, text, className }: OpenVlaConfig, libraries: Libraries = {}): ModuleSpec {
  const [featurizer, fused] = towers;
  if (!featurizer) throw new Error('no tower');
  const vision = featurizer.width + (fused?.width ?? 0);
  return module(className, {
    children: [
      ['vision_backbone', prismaticBackbone(featurizer, fused)],
      ['projector', prismaticProjector(vision, text.hiddenSize, fused !== undefined)],
      ['language_model', buildCausalDecoder(text, libraries)],
    ],
  });
}

type TowerName = 'dinov2' | 'siglip-224' | 'siglip-384' | 'clip-224' | 'clip-336' | 'in1k';

/** Towers and picture size by `vision_backbone_id` (`configuration_prismatic.py`). */
const BACKBONES: Readonly<Record<string, readonly [pixels: number, ...towers: TowerName[]]>> = {
  'clip-vit-l': [224, 'clip-224'],
  'clip-vit-l-336px': [336, 'clip-336'],
  'siglip-vit-so400m': [224, 'siglip-224'],
  'siglip-vit-so400m-384px': [384, 'siglip-384'],
  'dinov2-vit-l': [224, 'dinov2'],
  'in1k-vit-l': [224, 'in1k'],
  'dinoclip-vit-l-336px': [336, 'dinov2', 'clip-336'],
  'dinosiglip-vit-so-224px': [224, 'dinov2', 'siglip-224'],
  'dinosiglip-vit-so-384px': [384, 'dinov2', 'siglip-384'],
};

const LARGE = { width: 1024, layers: 24, hidden: 4096, channels: 3, registers: 0, pool: false } as const;
const PLAIN = { classToken: true, positionsOfPrefix: true, layerScale: undefined } as const;
const SIGLIP = {
  width: 1152,
  layers: 27,
  hidden: 4304,
  patchSize: 14,
  channels: 3,
  classToken: false,
  registers: 0,
  positionsOfPrefix: false,
  layerScale: undefined,
  pool: true,
} as const;

/** timm's models behind the names; OpenVLA renames the parameter of DINOv2's layer scale. */
const TOWERS: Readonly<Record<TowerName, Omit<TimmVitConfig, 'imageSize'>>> = {
  dinov2: {
    ...LARGE,
    patchSize: 14,
    classToken: true,
    registers: 4,
    positionsOfPrefix: false,
    layerScale: 'scale_factor',
  },
  'siglip-224': SIGLIP,
  'siglip-384': SIGLIP,
  'clip-224': { ...LARGE, ...PLAIN, patchSize: 14, normalisesFirst: true },
  'clip-336': { ...LARGE, ...PLAIN, patchSize: 14, normalisesFirst: true },
  in1k: { ...LARGE, ...PLAIN, patchSize: 16 },
};

/** The towers of a `vision_backbone_id`; undefined for one that OpenVLA refuses too. */
export function openVlaTowers(backbone: string): readonly TimmVitConfig[] | undefined {
  const [imageSize = 0, ...names] = BACKBONES[backbone] ?? [];
  if (names.length === 0) return undefined;
  return (names as TowerName[]).map((name) => ({ ...TOWERS[name], imageSize }));
}

interface ResidualMlp {
  readonly inputs: number;
  readonly hidden: number;
  readonly outputs: number;
  readonly blocks: number;
}

/** OpenVLA-OFT's `L1RegressionActionHead`: a residual MLP over the hidden states of one step's action tokens. */
export function l1RegressionHead(config: ResidualMlp): ModuleSpec {
  return module('L1RegressionActionHead', { children: [['model', residualMlp(config)]] });
}

/** OpenVLA-OFT's `DiffusionActionHead`: the same MLP predicts the noise. */
export function diffusionActionHead(config: ResidualMlp): ModuleSpec {
  return module('DiffusionActionHead', {
    children: [
      [
        'noise_predictor',
        module('NoisePredictionModel', { children: [['mlp_resnet', residualMlp(config)]] }),
      ],
      ['time_encoder', bare('SinusoidalPositionalEncoding')],
    ],
  });
}

function residualMlp({ inputs, hidden, outputs, blocks }: ResidualMlp): ModuleSpec {
  const residual = module('MLPResNetBlock', {
    children: [['ffn', sequential(layerNorm(hidden), linear(hidden, hidden), bare('ReLU'))]],
  });
  return module('MLPResNet', {
    children: [
      ['layer_norm1', layerNorm(inputs)],
      ['fc1', linear(inputs, hidden)],
      ['relu', bare('ReLU')],
      ['mlp_resnet_blocks', repeat(blocks, residual)],
      ['layer_norm2', layerNorm(hidden)],
      ['fc2', linear(hidden, outputs)],
    ],
  });
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
