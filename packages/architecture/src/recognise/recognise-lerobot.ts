import { type ActConfig, act } from '../architectures/lerobot/act.ts';
import { type DiffusionConfig, diffusionModel } from '../architectures/lerobot/diffusion-policy.ts';
import { countLayers } from './count-layers.ts';
import { type Claim, listSome, makePart } from './make-part.ts';
import { nameResnet, resnetVariant } from './recognise-resnet.ts';
import type { TensorIndex } from './tensor-index.ts';

/** ACT and Diffusion Policy of LeRobot, and the statistics that its policies carried before 0.4. */
export function recogniseLerobot(index: TensorIndex): Claim[] {
  return [
    ...index.prefixesOf('encoder_latent_input_proj.weight').map((prefix) => actClaim(index, prefix)),
    ...index
      .prefixesOf('diffusion_step_encoder.1.weight')
      .map((prefix) => diffusionClaim(index, prefix.replace(/unet\.(?:_orig_mod\.)?$/, ''), prefix)),
    statistics(index),
  ].filter((claim) => claim !== undefined);
}

function actClaim(index: TensorIndex, prefix: string): Claim | undefined {
  const size = (name: string, axis: number) => index.size(`${prefix}${name}`, 2, axis);
  const width = size('encoder_latent_input_proj.weight', 0);
  const latent = size('encoder_latent_input_proj.weight', 1);
  const chunk = size('decoder_pos_embed.weight', 0);
  const actions = size('action_head.weight', 0);
  const feedForward = size('encoder.layers.0.linear1.weight', 0);
  if (!width || !latent || !chunk || !actions || !feedForward) return undefined;
  const layers = (name: string) => countLayers(index, `${prefix}${name}.layers.`, 'linear1.weight');
  const config: ActConfig = {
    stateSize: size('encoder_robot_state_input_proj.weight', 1),
    environmentSize: size('encoder_env_state_input_proj.weight', 1),
    actionSize: actions,
    sees: index.shape(`${prefix}encoder_img_feat_input_proj.weight`) !== undefined,
    backbone: resnetVariant(index, `${prefix}backbone.layer3.`),
    width,
    feedForward,
    encoderLayers: layers('encoder'),
    decoderLayers: layers('decoder'),
    vaeLayers: layers('vae_encoder'),
    latent,
    chunk,
    vae: index.shape(`${prefix}vae_encoder_action_input_proj.weight`) !== undefined,
    preNorm: index.shape(`${prefix}encoder.norm.weight`) !== undefined,
  };
  const spec = act(config);
  if (!spec) return undefined;
  const senses = [
    ...(config.sees ? [`cameras through ${nameResnet(config.backbone)}`] : []),
    ...(config.stateSize ? [`state of ${config.stateSize}`] : []),
    ...(config.environmentSize ? [`environment state of ${config.environmentSize}`] : []),
  ];
  return makePart(index, prefix, index.compare(prefix, spec), {
    architecture: 'act',
    text:
      `ACT (LeRobot), width ${width}, ${config.encoderLayers} encoder and ${config.decoderLayers} decoder layers` +
      `${config.vae ? '' : ', no VAE'}; ${senses.join(', ')} -> ${chunk} actions of ${actions}`,
    config: {
      width,
      chunk,
      actionSize: actions,
      ...(config.stateSize ? { stateSize: config.stateSize } : {}),
      ...(config.sees ? { backbone: config.backbone } : {}),
    },
    evidence: [`${prefix}encoder_latent_input_proj.weight`, `${prefix}decoder_pos_embed.weight`],
  });
}

/** `prefix` of the model, `unet` of its U-Net: `torch.compile` puts `_orig_mod.` between. */
function diffusionClaim(index: TensorIndex, prefix: string, unet: string): Claim | undefined {
  const stepWidth = index.size(`${unet}diffusion_step_encoder.1.weight`, 2, 1);
  const actions = index.size(`${unet}final_conv.1.weight`, 3, 0);
  const first = `${unet}down_modules.0.0.`;
  const kernel = index.size(`${first}conv1.block.0.weight`, 3, 2);
  const [modulated = 0, condition = 0] = index.shape(`${first}cond_encoder.1.weight`) ?? [];
  const levels = countLayers(index, `${unet}down_modules.`, '0.conv1.block.0.weight');
  const widths = Array.from(
    { length: levels },
    (_, level) => index.size(`${unet}down_modules.${level}.0.conv1.block.0.weight`, 3, 0) ?? 0,
  );
  if (!stepWidth || !actions || !kernel || !condition || widths.includes(0)) return undefined;
  const encoders = countLayers(index, `${prefix}rgb_encoder.`, 'out.weight');
  const encoder = `${prefix}rgb_encoder.${encoders > 0 ? '0.' : ''}`;
  const keypoints = index.size(`${encoder}pool.nets.weight`, 4, 0);
  const cameras = keypoints ? Math.max(encoders, 1) : 0;
  const config: DiffusionConfig = {
    // one step of one observation: only the sum of what it is made of shows
    stateSize: condition - stepWidth - cameras * 2 * (keypoints ?? 0),
    environmentSize: undefined,
    actionSize: actions,
    cameras,
    // likewise only the number of places in the last feature map
    picture: [1, 32 * (index.size(`${encoder}pool.pos_grid`, 2, 0) ?? 1)],
    backbone: resnetVariant(index, `${encoder}backbone.6.`),
    groupNorm: index.shape(`${encoder}backbone.1.running_mean`) === undefined,
    encoderPerCamera: encoders > 0,
    keypoints: keypoints ?? 0,
    observations: 1,
    widths,
    kernel,
    stepWidth,
    scales: modulated === 2 * widths[0]!,
    resizes: false,
    crops: false,
    compiled: unet.endsWith('_orig_mod.'),
  };
  const spec = diffusionModel(config);
  if (!spec) return undefined;
  const sight = keypoints
    ? `${nameResnet(config.backbone)} with ${config.groupNorm ? 'group' : 'batch'} norm${encoders > 0 ? ` for each of ${encoders} cameras` : ''}`
    : 'no camera';
  return makePart(index, prefix, index.compare(prefix, spec), {
    architecture: 'diffusion-policy',
    text: `Diffusion Policy (LeRobot), U-Net of ${widths.join(', ')}, kernel ${kernel}, ${sight} -> actions of ${actions}`,
    config: { widths: widths.join(', '), kernel, actionSize: actions, encoders: cameras },
    evidence: [`${first}cond_encoder.1.weight`, `${unet}final_conv.1.weight`],
  });
}

const STATISTIC =
  /(?:^|\.)(?:normalize_inputs|normalize_targets|unnormalize_outputs)\.(?:so\d+[\w-]*_)?buffer_(.+)\.(?:mean|std|min|max)$/;

function statistics(index: TensorIndex): Claim | undefined {
  const found = [...index.names()].filter((name) => STATISTIC.test(name));
  if (found.length === 0) return undefined;
  const of = [...new Set(found.map((name) => STATISTIC.exec(name)?.[1] ?? ''))];
  return {
    names: found,
    part: {
      path: '',
      architecture: 'policy-statistics',
      text: `statistics of the data set among the weights, as LeRobot before 0.4 saves them: ${listSome(of)}`,
      config: {},
      published: [],
      parameters: index.count(found),
      tensors: found.length,
      whole: false,
      evidence: found.slice(0, 2).map((name) => index.describe(name)),
    },
  };
}
