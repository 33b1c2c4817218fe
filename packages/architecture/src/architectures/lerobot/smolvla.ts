import { linear, module, moduleList } from '../../layers.ts';
import type { ModuleSpec } from '../../module-spec.ts';
import { buildDecoder } from '../build-decoder.ts';
import type { ConfigFields } from '../config-fields.ts';
import type { Libraries } from '../decoder.ts';
import type { NormalisationModes } from './normalisation.ts';
import { type SmolVlmConfig, smolVlm } from './smolvlm.ts';

/** What of `SmolVLAConfig` decides names and shapes (`lerobot/policies/smolvla/configuration_smolvla.py`). */
export interface SmolVlaConfig {
  readonly vlm: SmolVlmConfig;
  /** Layers kept of the VLM's language model; all of them from 0 down. */
  readonly vlmLayers: number;
  /** As many as the VLM keeps, from 0 down. */
  readonly expertLayers: number;
  readonly expertWidth: number;
  /** Every how many layers the expert attends to itself too; never from 0 down. */
  readonly selfAttentionEvery: number;
  /** Whether keys and values of the other layers come from the VLM. */
  readonly crossAttention: boolean;
  readonly stateDim: number;
  readonly actionDim: number;
}

export const SMOLVLA_NORMALISATION: NormalisationModes = {
  VISUAL: 'IDENTITY',
  STATE: 'MEAN_STD',
  ACTION: 'MEAN_STD',
};

export const DEFAULT_VLM = 'HuggingFaceTB/SmolVLM2-500M-Video-Instruct';

export function readSmolVlaConfig(fields: ConfigFields, vlm: SmolVlmConfig): SmolVlaConfig {
  return {
    vlm,
    vlmLayers: fields.integer('num_vlm_layers', 16),
    expertLayers: fields.integer('num_expert_layers', -1),
    expertWidth: fields.ratio('expert_width_multiplier', 0.75),
    selfAttentionEvery: fields.integer('self_attn_every_n_layers', 2),
    crossAttention: (fields.text('attention_mode') ?? 'cross_attn').includes('cross'),
    stateDim: fields.size('max_state_dim', 32),
    actionDim: fields.size('max_action_dim', 32),
  };
}

/** `VLAFlowMatching` of LeRobot: SmolVLM with its first layers, and an expert that reads their keys and values. */
export function smolVla(config: SmolVlaConfig, libraries: Libraries = {}): ModuleSpec {
  const { text } = config.vlm;
  const layers = config.vlmLayers > 0 ? Math.min(config.vlmLayers, text.layers) : text.layers;
  const vlm = smolVlm({ ...config.vlm, text: { ...text, layers } }, libraries);
  const width = Math.trunc(text.hiddenSize * config.expertWidth);
  const expert = buildDecoder(
    {
      ...text,
      layers: config.expertLayers > 0 ? config.expertLayers : layers,
      hiddenSize: width,
      intermediateSize: expertMlp(width),
    },
    // `head_dim` counts in every release that has SmolVLM
    libraries,
  );
  return module('VLAFlowMatching', {
    children: [
      [
        'vlm_with_expert',
        module('SmolVLMWithExpertModel', {
          children: [
            ['vlm', vlm],
            ['lm_expert', crossAttend(expert, config)],
          ],
        }),
      ],
      ['state_proj', linear(config.stateDim, text.hiddenSize)],
      ['action_in_proj', linear(config.actionDim, width)],
      ['action_out_proj', linear(width, config.actionDim)],
      ['action_time_mlp_in', linear(2 * width, width)],
      ['action_time_mlp_out', linear(width, width)],
    ],
  });
}

/** Two thirds of four widths, up to the next multiple of 256 (`get_intermediate_size`). */
export function expertMlp(width: number): number {
  return 256 * Math.ceil((4 * Math.trunc((2 * width) / 3)) / 256);
}

/** The expert has no embedding; in its cross layers keys and values are made of the VLM's. */
function crossAttend(expert: ModuleSpec, config: SmolVlaConfig): ModuleSpec {
  const { kvHeads, headDim } = config.vlm.text;
  const width = kvHeads * headDim;
  const own = (index: number) => config.selfAttentionEvery > 0 && index % config.selfAttentionEvery === 0;
  const replaced = (attention: ModuleSpec): ModuleSpec => ({
    ...attention,
    children: attention.children.map(([name, child]) => [
      name,
      name === 'k_proj' || name === 'v_proj' ? linear(width, width, false) : child,
    ]),
  });
  const layer = (spec: ModuleSpec): ModuleSpec => ({
    ...spec,
    children: spec.children.map(([name, child]) => [name, name === 'self_attn' ? replaced(child) : child]),
  });
  return {
    ...expert,
    children: expert.children
      .filter(([name]) => name !== 'embed_tokens')
      .map(([name, child]) => [
        name,
        name === 'layers' && config.crossAttention
          ? moduleList(child.children.map(([, spec], i) => (own(i) ? spec : layer(spec))))
          : child,
      ]),
  };
}
