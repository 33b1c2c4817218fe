import type { ConfigFields } from './config-fields.ts';
import type { DecoderConfig, DecoderType } from './decoder.ts';

// [vocab_size, hidden_size, intermediate_size, num_hidden_layers, num_attention_heads, num_key_value_heads, head_dim, tie_word_embeddings]
// 0: as many as query heads; the hidden size split among the heads
type Defaults = readonly [number, number, number, number, number, number, number, boolean];

/** What a config class takes for a field that the file leaves out (4.37 to 5.x; the config classes themselves). */
const DEFAULTS: Readonly<Record<DecoderType, Defaults>> = {
  qwen2: [151936, 4096, 22016, 32, 32, 32, 0, false],
  qwen3: [151936, 4096, 22016, 32, 32, 32, 128, false],
  llama: [32000, 4096, 11008, 32, 32, 0, 0, false],
  mistral: [32000, 4096, 14336, 32, 32, 8, 0, false],
  gemma: [256000, 3072, 24576, 28, 16, 16, 256, true],
  gemma2: [256000, 2304, 9216, 26, 8, 4, 256, true],
  gemma3_text: [262208, 2304, 9216, 26, 8, 4, 256, true],
};

export function readDecoderConfig(fields: ConfigFields, modelType: DecoderType): DecoderConfig {
  const [vocabulary, hidden, intermediate, layers, queryHeads, keyHeads, headWidth, tied] =
    DEFAULTS[modelType];
  const hiddenSize = fields.size('hidden_size', hidden);
  const heads = fields.size('num_attention_heads', queryHeads);
  return {
    modelType,
    hiddenSize,
    layers: fields.layers('num_hidden_layers', layers),
    heads,
    kvHeads: fields.size('num_key_value_heads', keyHeads || heads),
    headDim: fields.size('head_dim', headWidth || Math.max(1, Math.floor(hiddenSize / heads))),
    intermediateSize: fields.size('intermediate_size', intermediate),
    vocabSize: fields.size('vocab_size', vocabulary),
    tieWordEmbeddings: fields.flag('tie_word_embeddings', tied),
    attentionBias: fields.flag('attention_bias', false),
    mlpBias: fields.flag('mlp_bias', false),
  };
}
