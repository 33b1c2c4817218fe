import { bare, embedding, linear, module, repeat, tensor } from '../layers.ts';
import type { ModuleSpec } from '../module-spec.ts';

/** `model_type` of the decoders whose parameters Plumb knows. */
export type DecoderType = 'qwen2' | 'qwen3' | 'llama' | 'mistral' | 'gemma' | 'gemma2' | 'gemma3_text';

/** As the classes of transformers begin: `LlamaModel`, `LlamaForCausalLM`. */
export type DecoderFamily = 'Qwen2' | 'Qwen3' | 'Llama' | 'Mistral' | 'Gemma' | 'Gemma2' | 'Gemma3';

/** The fields of a `config.json` that decide names and shapes. */
export interface DecoderConfig {
  readonly modelType: DecoderType;
  readonly hiddenSize: number;
  readonly layers: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDim: number;
  readonly intermediateSize: number;
  readonly vocabSize: number;
  readonly tieWordEmbeddings: boolean;
  /** `attention_bias`: on all four projections. Qwen2 and Mistral have their own rule. */
  readonly attentionBias?: boolean;
  /** Llama's `mlp_bias`. */
  readonly mlpBias?: boolean;
}

/** What of the libraries decides names and order. Versions as their metadata writes them. */
export interface Libraries {
  /** Undefined where nothing names it: the newest layout that was verified is taken. */
  readonly transformers?: string;
}

/** Where `transformers` registers the rotary embedding; it has no saved tensor, but a place in the order. */
export interface RotaryPlace {
  readonly inAttention: boolean;
  readonly inModel: boolean;
  /** Gemma 3 had a second one for its sliding windows. */
  readonly local?: boolean;
}

export interface AttentionRule {
  readonly qkvBias: boolean;
  readonly outputBias: boolean;
  /** RMSNorm over each head of query and key. */
  readonly headNorms: boolean;
  readonly mlpBias?: boolean;
  /** Norms of a layer in their order; those before attention and before the MLP where not given. */
  readonly layerNorms?: readonly string[];
}

const LAYER_NORMS = ['input_layernorm', 'post_attention_layernorm'];

function rmsNorm(className: string, size: number): ModuleSpec {
  return module(className, { parameters: [tensor('weight', size)] });
}

/** The model without a head, as `AutoModel` builds it: embedding, layers, norm. */
export function decoderModel(
  family: DecoderFamily,
  config: DecoderConfig,
  rule: AttentionRule,
  rotary: RotaryPlace,
): ModuleSpec {
  const { hiddenSize: hidden, intermediateSize: intermediate, headDim } = config;
  const norm = rmsNorm(`${family}RMSNorm`, hidden);
  const headNorm = rmsNorm(`${family}RMSNorm`, headDim);
  const keyValue = linear(hidden, config.kvHeads * headDim, rule.qkvBias);
  const rotaryEmbedding = ['rotary_emb', bare(`${family}RotaryEmbedding`)] as const;
  const layer = module(`${family}DecoderLayer`, {
    children: [
      [
        'self_attn',
        module(`${family}Attention`, {
          children: [
            ['q_proj', linear(hidden, config.heads * headDim, rule.qkvBias)],
            ['k_proj', keyValue],
            ['v_proj', keyValue],
            ['o_proj', linear(config.heads * headDim, hidden, rule.outputBias)],
            ...(rule.headNorms
              ? ([
                  ['q_norm', headNorm],
                  ['k_norm', headNorm],
                ] as const)
              : []),
            ...(rotary.inAttention ? [rotaryEmbedding] : []),
          ],
        }),
      ],
      [
        'mlp',
        module(`${family}MLP`, {
          children: [
            ['gate_proj', linear(hidden, intermediate, rule.mlpBias ?? false)],
            ['up_proj', linear(hidden, intermediate, rule.mlpBias ?? false)],
            ['down_proj', linear(intermediate, hidden, rule.mlpBias ?? false)],
            ['act_fn', bare('SiLU')],
          ],
        }),
      ],
      ...(rule.layerNorms ?? LAYER_NORMS).map((name) => [name, norm] as const),
    ],
  });
  return module(family === 'Gemma3' ? 'Gemma3TextModel' : `${family}Model`, {
    children: [
      ['embed_tokens', embedding(config.vocabSize, hidden)],
      ['layers', repeat(config.layers, layer)],
      ['norm', norm],
      ...(rotary.inModel ? [rotaryEmbedding] : []),
      ...(rotary.local ? [['rotary_emb_local', bare(`${family}RotaryEmbedding`)] as const] : []),
    ],
  });
}

/** With the language-modelling head, as `AutoModelForCausalLM` builds it. A tied head shares the embedding. */
export function causalModel(family: DecoderFamily, config: DecoderConfig, model: ModuleSpec): ModuleSpec {
  const weight = tensor('weight', config.vocabSize, config.hiddenSize);
  const head = config.tieWordEmbeddings ? { ...weight, tiedTo: 'model.embed_tokens.weight' } : weight;
  return module(`${family}ForCausalLM`, {
    children: [
      ['model', model],
      ['lm_head', module('Linear', { parameters: [head] })],
    ],
  });
}
