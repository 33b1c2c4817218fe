import { linear, module } from '../layers.ts';
import type { ModuleSpec } from '../module-spec.ts';
import { buildCausalDecoder } from './build-decoder.ts';
import type { DecoderConfig, Libraries } from './decoder.ts';
import { type PaliGemmaConfig, paliGemmaForConditionalGeneration } from './paligemma.ts';

export interface Pi0Config {
  /** π0.5: the time goes into the expert's norms, and there is no state projection. */
  readonly pi05: boolean;
  readonly paliGemma: PaliGemmaConfig;
  readonly expert: DecoderConfig;
  readonly actionDim: number;
  readonly stateDim: number;
}

/**
 * `PI0Pytorch` of openpi (transformers 4.53 with its replaced files) and of LeRobot, which puts `model.` in front: PaliGemma
 * and a second, smaller Gemma that reads its attention, then the projections of actions, state and time.
 */
export function pi0(config: Pi0Config, libraries: Libraries = { transformers: '4.53.2' }): ModuleSpec {
  const { expert, pi05 } = config;
  const width = expert.hiddenSize;
  const projections: readonly (readonly [string, ModuleSpec])[] = pi05
    ? [
        ['time_mlp_in', linear(width, width)],
        ['time_mlp_out', linear(width, width)],
      ]
    : [
        ['state_proj', linear(config.stateDim, width)],
        ['action_time_mlp_in', linear(2 * width, width)],
        ['action_time_mlp_out', linear(width, width)],
      ];
  return module('PI0Pytorch', {
    children: [
      [
        'paligemma_with_expert',
        module('PaliGemmaWithExpertModel', {
          children: [
            ['paligemma', paliGemmaForConditionalGeneration(config.paliGemma, libraries)],
            ['gemma_expert', adapt(buildCausalDecoder(expert, libraries), pi05)],
          ],
        }),
      ],
      ['action_in_proj', linear(config.actionDim, width)],
      ['action_out_proj', linear(width, config.actionDim)],
      ...projections,
    ],
  });
}

/** The expert has no embedding (`embed_tokens = None`); π0.5 puts a linear layer in place of every norm's weight. */
function adapt(spec: ModuleSpec, adaptiveNorms: boolean): ModuleSpec {
  const [weight] = spec.parameters;
  if (adaptiveNorms && spec.className === 'GemmaRMSNorm' && weight) {
    const size = weight.shape[0]!;
    return { ...spec, parameters: [], children: [['dense', linear(size, 3 * size)]] };
  }
  return {
    ...spec,
    // with no embedding to tie it to, the head is a tensor of its own
    parameters: spec.parameters.map(({ name, shape }) => ({ name, shape })),
    children: spec.children
      .filter(([name]) => name !== 'embed_tokens')
      .map(([name, child]) => [name, adapt(child, adaptiveNorms)] as const),
  };
}
