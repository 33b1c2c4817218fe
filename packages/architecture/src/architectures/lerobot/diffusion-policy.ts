import {
  bare,
  conv1d,
  conv2d,
  convTranspose1d,
  groupNorm,
  linear,
  module,
  moduleList,
  sequential,
  tensor,
} from '../../layers.ts';
import type { ModuleSpec } from '../../module-spec.ts';
import type { ConfigFields } from '../config-fields.ts';
import type { NormalisationModes } from './normalisation.ts';
import type { PolicyFeature } from './policy-features.ts';
import { resnetGrid, resnetTrunk, resnetWidth } from './resnet.ts';

/** What of `DiffusionConfig` decides names and shapes (`lerobot/policies/diffusion/configuration_diffusion.py`). */
export interface DiffusionConfig {
  readonly stateSize: number;
  readonly environmentSize: number | undefined;
  readonly actionSize: number;
  readonly cameras: number;
  /** Height and width of what the ResNet sees: after resizing and cropping. */
  readonly picture: readonly [height: number, width: number];
  readonly backbone: string;
  readonly groupNorm: boolean;
  readonly encoderPerCamera: boolean;
  readonly keypoints: number;
  readonly observations: number;
  readonly widths: readonly number[];
  readonly kernel: number;
  readonly stepWidth: number;
  readonly scales: boolean;
  /** Modules without tensors: `Resize` of 0.4.4, the two crops. */
  readonly resizes: boolean;
  readonly crops: boolean;
  /** `compile_model` of 0.4.4: `torch.compile` puts the U-Net below `_orig_mod`. */
  readonly compiled: boolean;
}

export const DIFFUSION_NORMALISATION: NormalisationModes = {
  VISUAL: 'MEAN_STD',
  STATE: 'MIN_MAX',
  ACTION: 'MIN_MAX',
};

/** Defaults of the config class that changed: with 0.4.4 the crop, with 0.6 the norm and the encoders. */
export interface DiffusionDefaults {
  readonly crop: readonly number[] | undefined;
  readonly groupNorm: boolean;
  readonly encoderPerCamera: boolean;
  /** Whether the class has `resize_shape`, `crop_ratio` and `compile_model`. */
  readonly resizes: boolean;
}

export function readDiffusionConfig(
  fields: ConfigFields,
  sizes: Pick<DiffusionConfig, 'stateSize' | 'environmentSize' | 'actionSize'>,
  cameras: readonly PolicyFeature[],
  defaults: DiffusionDefaults,
): DiffusionConfig {
  const resize = defaults.resizes ? fields.sizes('resize_shape', undefined) : undefined;
  const ratio = defaults.resizes ? fields.ratio('crop_ratio', 1) : 1;
  const crop = resize
    ? ratio < 1
      ? resize.map((length) => Math.trunc(length * ratio))
      : undefined
    : fields.sizes('crop_shape', defaults.crop);
  const seen = crop ?? resize ?? cameras[0]?.shape.slice(1) ?? [];
  return {
    ...sizes,
    cameras: cameras.length,
    picture: [seen[0] ?? 1, seen[1] ?? 1],
    backbone: fields.text('vision_backbone') ?? 'resnet18',
    groupNorm: fields.flag('use_group_norm', defaults.groupNorm),
    encoderPerCamera: fields.flag('use_separate_rgb_encoder_per_camera', defaults.encoderPerCamera),
    keypoints: fields.size('spatial_softmax_num_keypoints', 32),
    observations: fields.size('n_obs_steps', 2),
    widths: fields.sizes('down_dims', [512, 1024, 2048]) ?? [],
    kernel: fields.size('kernel_size', 5),
    stepWidth: fields.size('diffusion_step_embed_dim', 128),
    scales: fields.flag('use_film_scale_modulation', true),
    resizes: resize !== undefined,
    crops: crop !== undefined,
    compiled: defaults.resizes && fields.flag('compile_model', false),
  };
}

/** `DiffusionModel` of LeRobot; `DiffusionPolicy` holds it as `diffusion`. Undefined for a backbone that is no ResNet. */
export function diffusionModel(config: DiffusionConfig): ModuleSpec | undefined {
  const encoder = rgbEncoder(config);
  if (!encoder) return undefined;
  const pictures = config.cameras * 2 * config.keypoints;
  const condition = config.stateSize + pictures + (config.environmentSize ?? 0);
  const network = unet(config, config.stepWidth + condition * config.observations);
  const encoders = config.encoderPerCamera
    ? moduleList(new Array<ModuleSpec>(config.cameras).fill(encoder))
    : encoder;
  return module('DiffusionModel', {
    children: [
      ...(config.cameras > 0 ? [['rgb_encoder', encoders] as const] : []),
      ['unet', config.compiled ? module('OptimizedModule', { children: [['_orig_mod', network]] }) : network],
    ],
  });
}

function rgbEncoder(config: DiffusionConfig): ModuleSpec | undefined {
  const trunk = resnetTrunk(config.backbone, config.groupNorm ? 'group' : 'batch');
  if (!trunk) return undefined;
  const { keypoints } = config;
  const [height, width] = config.picture;
  const pool = module('SpatialSoftmax', {
    buffers: [tensor('pos_grid', resnetGrid(height) * resnetGrid(width), 2)],
    children: [['nets', conv2d(resnetWidth(config.backbone), keypoints, 1)]],
  });
  return module('DiffusionRgbEncoder', {
    children: [
      ...(config.resizes ? [['resize', bare('Resize')] as const] : []),
      ...(config.crops
        ? ([
            ['center_crop', bare('CenterCrop')],
            ['maybe_random_crop', bare('RandomCrop')],
          ] as const)
        : []),
      ['backbone', sequential(...trunk.map(([, child]) => child))],
      ['pool', pool],
      ['out', linear(2 * keypoints, 2 * keypoints)],
      ['relu', bare('ReLU')],
    ],
  });
}

function unet(config: DiffusionConfig, condition: number): ModuleSpec {
  const { stepWidth, widths, actionSize } = config;
  const block = (inputs: number, outputs: number) => residualBlock(config, inputs, outputs, condition);
  const first = widths[0] ?? 1;
  const last = widths.at(-1) ?? 1;
  const pairs = widths.map((outputs, i) => [i === 0 ? actionSize : widths[i - 1]!, outputs] as const);
  const down = pairs.map(([inputs, outputs], i) =>
    moduleList([
      block(inputs, outputs),
      block(outputs, outputs),
      i < pairs.length - 1 ? conv1d(outputs, outputs, 3) : bare('Identity'),
    ]),
  );
  const up = pairs
    .slice(1)
    .reverse()
    .map(([outputs, inputs]) =>
      moduleList([block(2 * inputs, outputs), block(outputs, outputs), convTranspose1d(outputs, outputs, 4)]),
    );
  return module('DiffusionConditionalUnet1d', {
    children: [
      [
        'diffusion_step_encoder',
        sequential(
          bare('DiffusionSinusoidalPosEmb'),
          linear(stepWidth, 4 * stepWidth),
          bare('Mish'),
          linear(4 * stepWidth, stepWidth),
        ),
      ],
      ['down_modules', moduleList(down)],
      ['mid_modules', moduleList([block(last, last), block(last, last)])],
      ['up_modules', moduleList(up)],
      ['final_conv', sequential(convBlock(first, first, config.kernel), conv1d(first, actionSize, 1))],
    ],
  });
}

function residualBlock(
  { kernel, scales }: DiffusionConfig,
  inputs: number,
  outputs: number,
  condition: number,
): ModuleSpec {
  return module('DiffusionConditionalResidualBlock1d', {
    children: [
      ['conv1', convBlock(inputs, outputs, kernel)],
      ['cond_encoder', sequential(bare('Mish'), linear(condition, scales ? 2 * outputs : outputs))],
      ['conv2', convBlock(outputs, outputs, kernel)],
      ['residual_conv', inputs === outputs ? bare('Identity') : conv1d(inputs, outputs, 1)],
    ],
  });
}

function convBlock(inputs: number, outputs: number, kernel: number): ModuleSpec {
  const block = sequential(conv1d(inputs, outputs, kernel), groupNorm(outputs), bare('Mish'));
  return module('DiffusionConv1dBlock', { children: [['block', block]] });
}
