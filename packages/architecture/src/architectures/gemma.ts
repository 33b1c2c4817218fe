import type { ModuleSpec } from '../module-spec.ts';
import {
  causalModel,
  type DecoderConfig,
  type DecoderFamily,
  decoderModel,
  type Libraries,
} from './decoder.ts';
import { isOlder } from './is-older.ts';

/**
 * `GemmaModel` (transformers 4.38 to 5.x), `Gemma2Model` (since 4.42) and `Gemma3TextModel` (since 4.50). Names and
 * shapes never changed; the order of Gemma 2's norms and the place of the rotary embedding did.
 */
export function gemma(config: DecoderConfig, libraries: Libraries = {}): ModuleSpec {
  const family = familyOf(config);
  const bias = config.attentionBias ?? false;
  return decoderModel(
    family,
    config,
    {
      qkvBias: bias,
      outputBias: bias,
      headNorms: family === 'Gemma3',
      ...(family === 'Gemma'
        ? {}
        : {
            layerNorms: sandwich(
              family === 'Gemma2' && isOlder(libraries, '4.47') && !isOlder(libraries, '4.45'),
            ),
          }),
    },
    {
      inAttention: isOlder(libraries, '4.48'),
      inModel: !isOlder(libraries, '4.48'),
      local: family === 'Gemma3' && isOlder(libraries, '5.0'),
    },
  );
}

/** Norms on both sides of attention and MLP, in the order in which a layer registers them. */
function sandwich(attentionLast: boolean): string[] {
  const feedforward = ['pre_feedforward_layernorm', 'post_feedforward_layernorm'];
  return attentionLast
    ? ['input_layernorm', ...feedforward, 'post_attention_layernorm']
    : ['input_layernorm', 'post_attention_layernorm', ...feedforward];
}

function familyOf({ modelType }: DecoderConfig): DecoderFamily {
  return modelType === 'gemma2' ? 'Gemma2' : modelType === 'gemma3_text' ? 'Gemma3' : 'Gemma';
}

export function gemmaForCausalLM(config: DecoderConfig, libraries: Libraries = {}): ModuleSpec {
  return causalModel(familyOf(config), config, gemma(config, libraries));
}
