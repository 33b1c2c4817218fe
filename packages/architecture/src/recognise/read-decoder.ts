import type { DecoderType } from '../architectures/decoder.ts';
import type { TensorIndex } from './tensor-index.ts';

/** What the names and shapes of a decoder's layers say. Widths in elements; undefined where no tensor shows it. */
export interface DecoderShapes {
  readonly prefix: string;
  /** Layer numbers that occur, ascending. */
  readonly layers: readonly number[];
  /** Names within a layer, over all layers. */
  readonly names: ReadonlySet<string>;
  readonly hiddenSize: number;
  readonly queryWidth: number;
  readonly kvWidth: number;
  readonly intermediateSize: number;
  readonly vocabSize: number | undefined;
  /** Length of the norms over each head; undefined where there are none. */
  readonly headDim: number | undefined;
  /** Name of the language-modelling head, beside the model. */
  readonly head: string | undefined;
}

/** Llama 3.1 405B has 126; a name may claim any number, and a module of that many layers would be built. */
const MAX_LAYERS = 1024;

const LAYER = /^(.*?)layers\.(\d+)\.(.+)$/;

/** Every stack of layers with `self_attn.q_proj`, by the prefix before `layers.`. */
export function readDecoders(index: TensorIndex): DecoderShapes[] {
  const stacks = new Map<string, { layers: Set<number>; names: Set<string> }>();
  for (const name of index.names()) {
    const [, prefix, layer, rest] = LAYER.exec(name) ?? [];
    if (prefix === undefined || rest === undefined) continue;
    const stack = stacks.get(prefix) ?? { layers: new Set<number>(), names: new Set<string>() };
    stacks.set(prefix, stack);
    stack.layers.add(Number(layer));
    stack.names.add(rest);
  }
  return [...stacks].flatMap(([prefix, { layers, names }]) => {
    const numbers = [...layers].sort((a, b) => a - b);
    // a shard may begin or end within a layer
    const size = (rest: string, dimensions: number, axis: number) =>
      numbers
        .map((layer) => index.size(`${prefix}layers.${layer}.${rest}`, dimensions, axis))
        .find((found) => found !== undefined);
    const hiddenSize = size('self_attn.q_proj.weight', 2, 1);
    const queryWidth = size('self_attn.q_proj.weight', 2, 0);
    const kvWidth = size('self_attn.k_proj.weight', 2, 0);
    const intermediateSize = size('mlp.gate_proj.weight', 2, 0);
    if (!hiddenSize || !queryWidth || !kvWidth || !intermediateSize) return [];
    // beside `model`, or beside the model that holds `language_model` (PaliGemma since 4.52)
    const head = `${prefix.replace(/(?:^|(?<=\.))model\.(?:language_model\.)?$/, '')}lm_head.weight`;
    return {
      prefix,
      layers: numbers,
      names,
      hiddenSize,
      queryWidth,
      kvWidth,
      intermediateSize,
      vocabSize: index.size(`${prefix}embed_tokens.weight`, 2, 0),
      headDim: size('self_attn.q_norm.weight', 1, 0),
      head: !head.startsWith(prefix) && index.shape(head) ? head : undefined,
    };
  });
}

const COMMON = [
  ...['q_proj', 'k_proj', 'v_proj', 'o_proj'].map((name) => `self_attn.${name}.weight`),
  ...['gate_proj', 'up_proj', 'down_proj'].map((name) => `mlp.${name}.weight`),
  'input_layernorm.weight',
  'post_attention_layernorm.weight',
];
const QKV_BIAS = ['q_proj', 'k_proj', 'v_proj'].map((name) => `self_attn.${name}.bias`);
const ALL_BIAS = [...QKV_BIAS, 'self_attn.o_proj.bias'];
const MLP_BIAS = ['gate_proj', 'up_proj', 'down_proj'].map((name) => `mlp.${name}.bias`);
const HEAD_NORMS = ['self_attn.q_norm.weight', 'self_attn.k_norm.weight'];
const SANDWICH = ['pre_feedforward_layernorm.weight', 'post_feedforward_layernorm.weight'];
// saved by old releases of transformers, rebuilt from the config since
const IGNORED = ['self_attn.rotary_emb.inv_freq'];

type Layout = readonly [
  type: DecoderType,
  required: readonly string[],
  optional: readonly (readonly string[])[],
];

const LAYOUTS: readonly Layout[] = [
  ['qwen2', [...COMMON, ...QKV_BIAS], []],
  ['llama', COMMON, [ALL_BIAS, MLP_BIAS]],
  ['gemma2', [...COMMON, ...SANDWICH], [ALL_BIAS]],
  ['qwen3', [...COMMON, ...HEAD_NORMS], [ALL_BIAS]],
  ['gemma3_text', [...COMMON, ...SANDWICH, ...HEAD_NORMS], [ALL_BIAS]],
];

/**
 * The family whose layers have exactly these names; undefined for any other (a mixture of experts). `llama` stands for
 * Mistral and Gemma too, which name theirs the same.
 */
export function familyOf({ names, headDim, queryWidth, layers }: DecoderShapes): DecoderType | undefined {
  if (layers.at(-1)! >= MAX_LAYERS) return undefined;
  const saved = new Set([...names].filter((name) => !IGNORED.includes(name)));
  const found = LAYOUTS.find(([, required, optional]) => {
    const present = optional.filter((group) => group.every((name) => saved.has(name)));
    const expected = [...required, ...present.flat()];
    return saved.size === expected.length && expected.every((name) => saved.has(name));
  });
  // norms over the whole width are OLMo 2's
  const overHeads = headDim !== undefined && headDim < queryWidth && queryWidth % headDim === 0;
  return found && (found[1].includes(HEAD_NORMS[0]!) ? overHeads : headDim === undefined)
    ? found[0]
    : undefined;
}
