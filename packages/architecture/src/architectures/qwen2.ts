import type { ModuleSpec } from '../module-spec.ts';
import { isBefore } from '../version-order.ts';
import { causalModel, type DecoderConfig, decoderModel, type Libraries } from './decoder.ts';

/**
 * `Qwen2Model` of transformers. Names and shapes are the same from 4.37 (the first with `qwen2`) to 5.x; the rotary
 * embedding moved: inside each attention until 4.47, at the model's end since 4.45 (both in between).
 */
export function qwen2(config: DecoderConfig, { transformers }: Libraries = {}): ModuleSpec {
  return decoderModel(
    'Qwen2',
    config,
    { qkvBias: true, outputBias: false, headNorms: false },
    {
      inAttention: transformers !== undefined && isBefore(transformers, '4.48'),
      inModel: transformers === undefined || !isBefore(transformers, '4.45'),
    },
  );
}

export function qwen2ForCausalLM(config: DecoderConfig, libraries: Libraries = {}): ModuleSpec {
  return causalModel('Qwen2', config, qwen2(config, libraries));
}
