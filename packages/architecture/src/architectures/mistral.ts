import type { ModuleSpec } from '../module-spec.ts';
import { causalModel, type DecoderConfig, decoderModel, type Libraries } from './decoder.ts';
import { isOlder } from './is-older.ts';

/**
 * `MistralModel` of transformers 4.37 to 5.x: Llama without biases. `head_dim` of the config counts since 4.43 (Mistral
 * Nemo); the rotary embedding moved from each attention to the model's end in 4.48.
 */
export function mistral(config: DecoderConfig, libraries: Libraries = {}): ModuleSpec {
  const headDim = isOlder(libraries, '4.43') ? Math.floor(config.hiddenSize / config.heads) : config.headDim;
  return decoderModel(
    'Mistral',
    { ...config, headDim },
    { qkvBias: false, outputBias: false, headNorms: false },
    { inAttention: isOlder(libraries, '4.48'), inModel: !isOlder(libraries, '4.48') },
  );
}

export function mistralForCausalLM(config: DecoderConfig, libraries: Libraries = {}): ModuleSpec {
  return causalModel('Mistral', config, mistral(config, libraries));
}
