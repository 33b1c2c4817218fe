import { type Checkpoint, toPlain } from '@plumb/checkpoint';
import {
  cameraFeatures,
  type DiffusionPolicyConfig,
  type PolicyCamera,
  type PolicyEncoder,
} from '../architectures/authors/diffusion-policy.ts';
import type { Unet1dConfig } from '../architectures/authors/unet1d.ts';
import { ConfigFields } from '../architectures/config-fields.ts';
import { RESNETS } from '../architectures/lerobot/resnet.ts';
import type { DiffusionPolicyPlan } from './model-plan.ts';
import { notPredicted } from './not-predicted.ts';
import { resolveInterpolations, Unresolved } from './resolve-interpolations.ts';

const PACKAGE = 'diffusion_policy.';
const UNET = 'diffusion_policy.model.diffusion.conditional_unet1d.ConditionalUnet1D';
const TRANSFORMER = 'diffusion_policy.model.diffusion.transformer_for_diffusion.TransformerForDiffusion';
const IMAGE_ENCODER = 'diffusion_policy.model.vision.multi_image_obs_encoder.MultiImageObsEncoder';
const RESNET = 'diffusion_policy.model.vision.model_getter.get_resnet';

/**
 * The plan of a checkpoint that a workspace of real-stanford/diffusion_policy saved, by the `cfg` in it; undefined for
 * any other. Throws `ARCHITECTURE_NOT_PREDICTED` for a policy that Plumb does not lay out.
 */
export function readDiffusionConfig(checkpoint: Checkpoint): DiffusionPolicyPlan | undefined {
  const data = toPlain(checkpoint.data);
  const cfg = fieldsOf(fieldsOf(data)?.cfg);
  const policy = fieldsOf(cfg?.policy);
  const target = policy?._target_;
  if (!cfg || !policy || typeof target !== 'string' || !target.startsWith(PACKAGE)) return undefined;
  const place = `${checkpoint.path}!cfg.policy`;
  const resolved = resolveInterpolations(cfg, policy) as Record<string, unknown>;
  const config = readPolicy(target.split('.').at(-1)!, new PolicyFields(resolved, place));
  const training = resolveInterpolations(cfg, fieldsOf(cfg.training)?.use_ema);
  return {
    kind: 'diffusion-policy',
    className: config.className,
    config,
    target,
    usesEma: training === true,
    states: Object.keys(fieldsOf(fieldsOf(data)?.state_dicts) ?? {}),
    place,
    assumptions: [],
  };
}

function fieldsOf(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

/** Fields of a resolved config; what could not be resolved is an error only where it decides a shape. */
class PolicyFields extends ConfigFields {
  readonly #resolved: Readonly<Record<string, unknown>>;

  constructor(resolved: Readonly<Record<string, unknown>>, place: string) {
    super(resolved, place);
    this.#resolved = resolved;
  }

  get(name: string): unknown {
    const value = this.#resolved[name];
    if (value instanceof Unresolved)
      throw notPredicted(
        'ARCHITECTURE_NOT_PREDICTED',
        `${this.place}.${name} is ${value.text}.`,
        'Shapes follow from it, and Plumb resolves references and arithmetic, nothing else.',
      );
    return value;
  }

  of(name: string): PolicyFields {
    return new PolicyFields(fieldsOf(this.get(name)) ?? {}, `${this.place}.${name}`);
  }

  number(name: string, otherwise: number): number {
    this.get(name);
    return this.size(name, otherwise);
  }

  /** 0 for None and for a condition of no size. */
  optional(name: string): number {
    const value = this.get(name);
    return value === undefined || value === null || value === 0 ? 0 : this.size(name, 1);
  }

  choice(name: string, otherwise: boolean): boolean {
    this.get(name);
    return this.flag(name, otherwise);
  }

  list(name: string, otherwise: readonly number[] | undefined): readonly number[] | undefined {
    this.get(name);
    return this.sizes(name, otherwise);
  }

  /** Names in their order. */
  entries(): readonly (readonly [string, PolicyFields])[] {
    return this.names().map((name) => [name, this.of(name)] as const);
  }
}

function readPolicy(className: string, fields: PolicyFields): DiffusionPolicyConfig {
  switch (className) {
    case 'DiffusionUnetLowdimPolicy': {
      const model = networkOf(fields, UNET);
      const unet = {
        inputs: model.number('input_dim', 0),
        local: model.optional('local_cond_dim'),
        globally: model.optional('global_cond_dim'),
      };
      // the class's own defaults differ from those of the policies that build it
      const config = readUnet(model, unet, { kernel: 3, scales: false });
      return { className, encoder: undefined, network: { kind: 'unet', config } };
    }
    case 'DiffusionTransformerLowdimPolicy': {
      const model = networkOf(fields, TRANSFORMER);
      const config = readTransformer(
        model,
        model.number('input_dim', 0),
        model.optional('cond_dim'),
        {
          layers: 12,
          width: 768,
          causal: false,
        },
        model.number('output_dim', 0),
      );
      return { className, encoder: undefined, network: { kind: 'transformer', config } };
    }
    case 'DiffusionUnetHybridImagePolicy':
    case 'DiffusionUnetImagePolicy': {
      const encoder = className.includes('Hybrid') ? hybridEncoder(fields) : imageEncoder(fields);
      const sizes = readMeta(fields, encoder);
      const globally = fields.choice('obs_as_global_cond', true);
      const config = readUnet(
        fields,
        {
          inputs: sizes.action + (globally ? 0 : sizes.observation),
          local: 0,
          globally: globally ? sizes.observation * fields.number('n_obs_steps', 0) : 0,
        },
        { kernel: 5, scales: true },
      );
      return { className, encoder, network: { kind: 'unet', config } };
    }
    case 'DiffusionTransformerHybridImagePolicy': {
      const encoder = hybridEncoder(fields);
      const sizes = readMeta(fields, encoder);
      const conditioned = fields.choice('obs_as_cond', true);
      const inputs = sizes.action + (conditioned ? 0 : sizes.observation);
      const config = readTransformer(fields, inputs, conditioned ? sizes.observation : 0, {
        layers: 8,
        width: 256,
        causal: true,
      });
      return { className, encoder, network: { kind: 'transformer', config } };
    }
    default:
      throw notPredicted(
        'ARCHITECTURE_NOT_PREDICTED',
        `${fields.place} names ${className}, whose layers Plumb does not know.`,
        'Of Diffusion Policy, it lays out the policies of U-Net and transformer: low-dim, hybrid and image.',
      );
  }
}

function networkOf(fields: PolicyFields, target: string): PolicyFields {
  const model = fields.of('model');
  expectTarget(model, target);
  return model;
}

function expectTarget(fields: PolicyFields, target: string): void {
  const named = fields.get('_target_');
  if (named === target) return;
  throw notPredicted(
    'ARCHITECTURE_NOT_PREDICTED',
    `${fields.place}._target_ is ${JSON.stringify(named)}.`,
    `Plumb lays out ${target} there, and follows no other code.`,
  );
}

function readUnet(
  fields: PolicyFields,
  sizes: { readonly inputs: number; readonly local: number; readonly globally: number },
  otherwise: { readonly kernel: number; readonly scales: boolean },
): Unet1dConfig {
  const stepWidth = fields.number('diffusion_step_embed_dim', 256);
  return {
    inputs: sizes.inputs,
    localCondition: sizes.local || undefined,
    condition: stepWidth + sizes.globally,
    stepWidth,
    widths: fields.list('down_dims', [256, 512, 1024]) ?? [],
    kernel: fields.number('kernel_size', otherwise.kernel),
    scales: fields.choice('cond_predict_scale', otherwise.scales),
  };
}

function readTransformer(
  fields: PolicyFields,
  inputs: number,
  condition: number,
  otherwise: { readonly layers: number; readonly width: number; readonly causal: boolean },
  outputs = inputs,
) {
  const horizon = fields.number('horizon', 0);
  const timeAsCondition = fields.choice('time_as_cond', true);
  const steps = fields.get('n_obs_steps') === null ? horizon : fields.number('n_obs_steps', horizon);
  // the step of the diffusion stands among the conditions, or before the trunk
  const conditions = (timeAsCondition ? 1 : 0) + (condition > 0 ? steps : 0);
  return {
    inputs,
    outputs,
    width: fields.number('n_emb', otherwise.width),
    positions: horizon + (timeAsCondition ? 0 : 1),
    conditionPositions: conditions || undefined,
    condition: condition || undefined,
    layers: fields.number('n_layer', otherwise.layers),
    conditionLayers: fields.optional('n_cond_layers'),
    causal: fields.choice('causal_attn', otherwise.causal),
  };
}

/** Sizes of an action and of one observation behind the encoder. */
function readMeta(fields: PolicyFields, encoder: PolicyEncoder) {
  const meta = fields.of('shape_meta');
  const [action] = meta.of('action').list('shape', undefined) ?? [];
  let observation = cameraFeatures(encoder);
  for (const [, field] of meta.of('obs').entries())
    if (field.get('type') !== 'rgb')
      observation += (field.list('shape', [1]) ?? []).reduce((a, b) => a * b, 1);
  return { action: action ?? 0, observation };
}

function readCameras(
  meta: PolicyFields,
  sizeOf: (height: number, width: number) => readonly number[],
): PolicyCamera[] {
  return meta
    .of('obs')
    .entries()
    .flatMap(([name, field]) => {
      if (field.get('type') !== 'rgb') return [];
      const [, pictureHeight = 0, pictureWidth = 0] = field.list('shape', undefined) ?? [];
      const [height = 0, width = 0] = sizeOf(pictureHeight, pictureWidth);
      return [{ name, height, width }];
    });
}

function hybridEncoder(fields: PolicyFields): PolicyEncoder {
  const crop = fields.list('crop_shape', [76, 76]);
  return {
    kind: 'robomimic',
    cameras: readCameras(fields.of('shape_meta'), (height, width) => crop ?? [height, width]),
    norm: fields.choice('obs_encoder_group_norm', false) ? 'group' : 'batch',
  };
}

function imageEncoder(fields: PolicyFields): PolicyEncoder {
  const encoder = fields.of('obs_encoder');
  expectTarget(encoder, IMAGE_ENCODER);
  const network = encoder.of('rgb_model');
  expectTarget(network, RESNET);
  const backbone = network.text('name') ?? '';
  const weights = network.get('weights');
  if (!RESNETS.includes(backbone) || /^r3m$/i.test(String(weights)))
    throw notPredicted(
      'ARCHITECTURE_NOT_PREDICTED',
      `${network.place} builds ${backbone || 'no ResNet'}${weights ? ` with ${String(weights)}` : ''}.`,
      "Plumb lays out torchvision's ResNets there.",
    );
  const shared = encoder.choice('share_rgb_model', false);
  return {
    kind: 'torchvision',
    cameras: readCameras(encoder.of('shape_meta'), (height, width) => [height, width]),
    backbone,
    // a shared network keeps its norms
    norm: encoder.choice('use_group_norm', false) && !shared ? 'group' : 'batch',
    shared,
  };
}
