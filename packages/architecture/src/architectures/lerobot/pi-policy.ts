import { module } from '../../layers.ts';
import type { ModuleSpec } from '../../module-spec.ts';
import type { ConfigFields } from '../config-fields.ts';
import type { DecoderConfig } from '../decoder.ts';
import { type Pi0Config, pi0 } from '../pi0.ts';
import { isOlderPolicy, type PolicyLibraries, WITHOUT_STATISTICS } from './build-policy.ts';
import { type NormalisationModes, normalisationChildren, readNormalisation } from './normalisation.ts';
import { readPolicyFeatures } from './policy-features.ts';

type Sizes = readonly [width: number, mlp: number];

/** Gemma by variant (`openpi/models/gemma.py`): 18 layers, 8 heads of 256, one for keys and values. */
const VARIANTS: Readonly<Record<string, Sizes>> = {
  gemma_300m: [1024, 4096],
  gemma_2b: [2048, 16384],
};

function gemma([hiddenSize, intermediateSize]: Sizes): DecoderConfig {
  return {
    modelType: 'gemma',
    hiddenSize,
    layers: 18,
    heads: 8,
    kvHeads: 1,
    headDim: 256,
    intermediateSize,
    vocabSize: 257152,
    tieWordEmbeddings: true,
  };
}

/**
 * π0 or π0.5 from the variants of openpi's and LeRobot's configs. `imageSize`: side of the square that SigLIP sees.
 * Undefined for a variant that neither has in PyTorch.
 */
export function piConfig(config: {
  readonly pi05: boolean;
  readonly paliGemma: string;
  readonly expert: string;
  readonly actionDim: number;
  readonly stateDim: number;
  readonly imageSize: number;
}): Pi0Config | undefined {
  const text = VARIANTS[config.paliGemma];
  const expert = VARIANTS[config.expert];
  if (!text || !expert) return undefined;
  const vision = {
    hiddenSize: 1152,
    layers: 27,
    intermediateSize: 4304,
    imageSize: config.imageSize,
    patchSize: 14,
    channels: 3,
    head: false,
  };
  return {
    pi05: config.pi05,
    paliGemma: { vision, text: gemma(text), projectionDim: 2048 },
    expert: gemma(expert),
    actionDim: config.actionDim,
    stateDim: config.stateDim,
  };
}

const NORMALISATION: NormalisationModes = { VISUAL: 'IDENTITY', STATE: 'MEAN_STD', ACTION: 'MEAN_STD' };

/** `PI0Policy` and `PI05Policy` of LeRobot. Undefined for a variant that Plumb does not know. */
export function piPolicy(
  type: 'pi0' | 'pi05',
  fields: ConfigFields,
  libraries: PolicyLibraries,
): ModuleSpec | undefined {
  const pi05 = type === 'pi05';
  const early = isOlderPolicy(libraries, WITHOUT_STATISTICS);
  const config = piConfig({
    pi05,
    paliGemma: fields.text('paligemma_variant') ?? 'gemma_2b',
    expert: fields.text('action_expert_variant') ?? 'gemma_300m',
    actionDim: fields.size('max_action_dim', 32),
    stateDim: fields.size('max_state_dim', 32),
    imageSize: (early ? undefined : fields.sizes('image_resolution', undefined)?.[0]) ?? 224,
  });
  if (!config) return undefined;
  const model = pi0(config, libraries);
  if (!early)
    return module(pi05 ? 'PI05Policy' : 'PI0Policy', {
      children: [
        [
          'model',
          {
            ...(isOlderPolicy(libraries, REBUILT) ? model : reordered(model)),
            className: pi05 ? 'PI05Pytorch' : 'PI0Pytorch',
          },
        ],
      ],
    });
  // before 0.4 a port of its own, with the state's projection before the actions'
  const order = ['paligemma_with_expert', 'state_proj'];
  const first = model.children.filter(([name]) => order.includes(name));
  const rest = model.children.filter(([name]) => !order.includes(name));
  const statistics = normalisationChildren(
    readPolicyFeatures(fields),
    readNormalisation(fields, NORMALISATION),
  );
  const own = module('PI0FlowMatching', { children: [...first, ...rest] });
  return module('PI0Policy', { children: [...statistics, ['model', own]] });
}

/** Since then heads and layers are built anew after the others, which puts them behind in the order. */
const REBUILT = '0.6';
const LAST = ['model', 'layers', 'norm'];

function reordered(spec: ModuleSpec): ModuleSpec {
  const within = (name: string, child: ModuleSpec): readonly [string, ModuleSpec] => [
    name,
    ['lm_head', 'vision_tower', 'layers'].includes(name) ? child : reordered(child),
  ];
  const isDecoder = spec.children.some(([name]) => name === 'layers');
  const hasHead = spec.children.some(([name]) => name === 'lm_head');
  const children = spec.children.map(([name, child]) => within(name, child));
  if (!isDecoder && !hasHead) return { ...spec, children };
  const late = children.filter(([name]) => LAST.includes(name));
  return { ...spec, children: [...children.filter(([name]) => !LAST.includes(name)), ...late] };
}
