/**
 * Names that differ only by a wrapper or by a known rename between releases have one canonical name. It is for
 * comparing only: never written.
 */

/** Wrappers leave a segment of their own: DDP, torch.compile, FSDP, activation checkpointing, Lightning, peft. */
const WRAPPERS =
  /(?:^|(?<=\.))(?:_orig_mod|_fsdp_wrapped_module|_checkpoint_wrapped_module|_forward_module)\./g;
const LEADING = /^(?:module\.|base_model\.model\.|policy\.|model\.)+/;

const RENAMES: readonly (readonly [RegExp, string])[] = [
  // LLaVA, PaliGemma, Qwen2-VL and others turned their insides round in transformers 4.52
  [/(^|\.)language_model\.model\./, '$1language_model.'],
  [/(^|\.)model\.language_model\./, '$1language_model.'],
  [/(^|\.)language_model\.lm_head\./, '$1lm_head.'],
  [/(^|\.)model\.(visual|vision_tower|vision_model|multi_modal_projector)\./, '$1$2.'],
  // BERT's TensorFlow names, which transformers renames on the way in until 4.55
  [/LayerNorm\.gamma$/, 'LayerNorm.weight'],
  [/LayerNorm\.beta$/, 'LayerNorm.bias'],
  // torch 2.1 made weight_norm a parametrization
  [/\.parametrizations\.weight\.original0$/, '.weight_g'],
  [/\.parametrizations\.weight\.original1$/, '.weight_v'],
];

export function withoutWrappers(name: string): string {
  return name.replace(WRAPPERS, '').replace(/^module\./, '');
}

export function canonicalName(name: string): string {
  let canonical = withoutWrappers(name).replace(LEADING, '');
  for (const [pattern, to] of RENAMES) canonical = canonical.replace(pattern, to);
  return canonical.replace(LEADING, '');
}

/** Projections that some releases keep in one matrix, stacked along the first dimension in this order. */
export const FUSIONS: readonly { readonly whole: RegExp; readonly parts: readonly (readonly string[])[] }[] =
  [
    {
      whole: /(^|\.)(?:qkv_proj|qkv|Wqkv|in_proj|query_key_value|wqkv)([._])(weight|bias)$/,
      parts: [
        ['q_proj', 'k_proj', 'v_proj'],
        ['query', 'key', 'value'],
        ['to_q', 'to_k', 'to_v'],
        ['wq', 'wk', 'wv'],
      ],
    },
    {
      whole: /(^|\.)(?:gate_up_proj|w13|gate_up)([._])(weight|bias)$/,
      parts: [
        ['gate_proj', 'up_proj'],
        ['w1', 'w3'],
        ['gate', 'up'],
      ],
    },
  ];
