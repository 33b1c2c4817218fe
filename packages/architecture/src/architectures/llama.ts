import type { ModuleSpec } from '../module-spec.ts';
import { causalModel, type DecoderConfig, decoderModel, type Libraries } from './decoder.ts';
import { isOlder } from './is-older.ts';

/**
 * `LlamaModel` of transformers 4.37 to 5.x. `head_dim` of the config counts since 4.45, `mlp_bias` since 4.41; the rotary
 * embedding moved out of each attention (4.48) to the model's end (4.43).
 */
export function llama(config: DecoderConfig, libraries: Libraries = {}): ModuleSpec {
  const headDim = isOlder(libraries, '4.45') ? Math.floor(config.hiddenSize / config.heads) : config.headDim;
  const bias = config.attentionBias ?? false;
  return decoderModel(
    'Llama',
    { ...config, headDim },
    {
      qkvBias: bias,
      outputBias: bias,
      headNorms: false,
      mlpBias: (config.mlpBias ?? false) && !isOlder(libraries, '4.41'),
    },
    { inAttention: isOlder(libraries, '4.48'), inModel: !isOlder(libraries, '4.43') },
  );
}

export function llamaForCausalLM(config: DecoderConfig, libraries: Libraries = {}): ModuleSpec {
  return causalModel('Llama', config, llama(config, libraries));
}
