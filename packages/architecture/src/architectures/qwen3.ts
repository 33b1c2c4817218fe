import type { ModuleSpec } from '../module-spec.ts';
import { causalModel, type DecoderConfig, decoderModel, type Libraries } from './decoder.ts';

/** `Qwen3Model` of transformers 4.51 (the first with `qwen3`) to 5.x: Qwen2 with head norms in place of biases. */
export function qwen3(config: DecoderConfig, _libraries: Libraries = {}): ModuleSpec {
  const bias = config.attentionBias ?? false;
  return decoderModel(
    'Qwen3',
    config,
    { qkvBias: bias, outputBias: bias, headNorms: true },
    { inAttention: false, inModel: true },
  );
}

export function qwen3ForCausalLM(config: DecoderConfig, libraries: Libraries = {}): ModuleSpec {
  return causalModel('Qwen3', config, qwen3(config, libraries));
}
