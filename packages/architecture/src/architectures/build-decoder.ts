import type { ModuleSpec } from '../module-spec.ts';
import type { DecoderConfig, DecoderType, Libraries } from './decoder.ts';
import { gemma, gemmaForCausalLM } from './gemma.ts';
import { llama, llamaForCausalLM } from './llama.ts';
import { mistral, mistralForCausalLM } from './mistral.ts';
import { qwen2, qwen2ForCausalLM } from './qwen2.ts';
import { qwen3, qwen3ForCausalLM } from './qwen3.ts';

type Build = (config: DecoderConfig, libraries?: Libraries) => ModuleSpec;

const BUILDERS: Readonly<Record<DecoderType, { base: Build; causal: Build; classes: [string, string] }>> = {
  qwen2: { base: qwen2, causal: qwen2ForCausalLM, classes: ['Qwen2Model', 'Qwen2ForCausalLM'] },
  qwen3: { base: qwen3, causal: qwen3ForCausalLM, classes: ['Qwen3Model', 'Qwen3ForCausalLM'] },
  llama: { base: llama, causal: llamaForCausalLM, classes: ['LlamaModel', 'LlamaForCausalLM'] },
  mistral: { base: mistral, causal: mistralForCausalLM, classes: ['MistralModel', 'MistralForCausalLM'] },
  gemma: { base: gemma, causal: gemmaForCausalLM, classes: ['GemmaModel', 'GemmaForCausalLM'] },
  gemma2: { base: gemma, causal: gemmaForCausalLM, classes: ['Gemma2Model', 'Gemma2ForCausalLM'] },
  gemma3_text: { base: gemma, causal: gemmaForCausalLM, classes: ['Gemma3TextModel', 'Gemma3ForCausalLM'] },
};

export function isDecoderType(modelType: string): modelType is DecoderType {
  return Object.hasOwn(BUILDERS, modelType);
}

/** What `AutoModel` builds for the config. */
export function buildDecoder(config: DecoderConfig, libraries: Libraries = {}): ModuleSpec {
  return BUILDERS[config.modelType].base(config, libraries);
}

/** What `AutoModelForCausalLM` builds for the config. */
export function buildCausalDecoder(config: DecoderConfig, libraries: Libraries = {}): ModuleSpec {
  return BUILDERS[config.modelType].causal(config, libraries);
}

/** The classes of a decoder: [without head, with it]. */
export function decoderClasses(modelType: DecoderType): readonly [base: string, causal: string] {
  return BUILDERS[modelType].classes;
}
