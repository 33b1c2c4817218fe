import { type Child, module, tensor } from '../../layers.ts';
import type { ModuleSpec } from '../../module-spec.ts';
import { resnetGrid, resnetTrunk, resnetWidth } from '../lerobot/resnet.ts';
import { type DiffusionTransformerConfig, diffusionTransformer } from './diffusion-transformer.ts';
import { visualCore } from './observation-encoder.ts';
import { type Unet1dConfig, unet1d } from './unet1d.ts';

/** A camera of `shape_meta.obs`: its name, and the pictures that reach the network. */
export interface PolicyCamera {
  readonly name: string;
  readonly height: number;
  readonly width: number;
}

/** What turns observations into the condition (`obs_encoder`). */
export type PolicyEncoder =
  | {
      /** robomimic's, as its config of BC-RNN on the task "square" has it. */
      readonly kind: 'robomimic';
      readonly cameras: readonly PolicyCamera[];
      readonly norm: 'batch' | 'group';
    }
  | {
      /** `MultiImageObsEncoder` around a ResNet of torchvision's. */
      readonly kind: 'torchvision';
      readonly cameras: readonly PolicyCamera[];
      readonly backbone: string;
      readonly norm: 'batch' | 'group';
      /** One network for all cameras. */
      readonly shared: boolean;
    };

export interface DiffusionPolicyConfig {
  /** `DiffusionUnetHybridImagePolicy`. */
  readonly className: string;
  readonly encoder: PolicyEncoder | undefined;
  readonly network:
    | { readonly kind: 'unet'; readonly config: Unet1dConfig }
    | { readonly kind: 'transformer'; readonly config: DiffusionTransformerConfig };
}

// robomimic 0.2, `exps/templates/bc_rnn`, and Diffusion Policy's `robomimic_config_util.py`
const ROBOMIMIC = { backbone: 'resnet18', keypoints: 32, features: 64 } as const;

/** Features of all cameras together. */
export function cameraFeatures(encoder: PolicyEncoder): number {
  const each = encoder.kind === 'robomimic' ? ROBOMIMIC.features : resnetWidth(encoder.backbone);
  return each * encoder.cameras.length;
}

/**
 * A policy of real-stanford/diffusion_policy without its `normalizer`, which takes whatever lies in the checkpoint
 * (`DictOfTensorMixin`). Undefined for a backbone that is no ResNet.
 */
export function diffusionPolicy({
  className,
  encoder,
  network,
}: DiffusionPolicyConfig): ModuleSpec | undefined {
  const observations = encoder && observationEncoder(encoder);
  if (encoder && !observations) return undefined;
  return module(className, {
    parameters: [marker()],
    children: [
      ...(observations ? [['obs_encoder', observations] as const] : []),
      ['model', network.kind === 'unet' ? unet1d(network.config) : diffusionTransformer(network.config)],
      ['mask_generator', module('LowdimMaskGenerator', { parameters: [marker()] })],
      ['normalizer', module('LinearNormalizer')],
    ],
  });
}

/** `ModuleAttrMixin` knows device and dtype by an empty parameter. */
const marker = () => tensor('_dummy_variable', 0);

function observationEncoder(encoder: PolicyEncoder): ModuleSpec | undefined {
  const networks: Child[] = [];
  const cameras =
    encoder.kind === 'torchvision' && encoder.shared
      ? [{ name: 'rgb', height: 0, width: 0 }]
      : encoder.cameras;
  for (const camera of cameras) {
    const network = cameraNetwork(encoder, camera);
    if (!network) return undefined;
    networks.push([camera.name, network]);
  }
  const map = module('ModuleDict', { children: networks });
  return encoder.kind === 'robomimic'
    ? module('ObservationEncoder', { children: [['obs_nets', map]] })
    : module('MultiImageObsEncoder', { parameters: [marker()], children: [['key_model_map', map]] });
}

function cameraNetwork(encoder: PolicyEncoder, camera: PolicyCamera): ModuleSpec | undefined {
  if (encoder.kind === 'robomimic')
    return visualCore({
      ...ROBOMIMIC,
      norm: encoder.norm,
      places: resnetGrid(camera.height) * resnetGrid(camera.width),
    });
  const trunk = resnetTrunk(encoder.backbone, encoder.norm);
  return trunk && module('ResNet', { children: trunk });
}
