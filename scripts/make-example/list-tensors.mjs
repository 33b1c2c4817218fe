// Names and shapes of the example's policy: the language model's published sizes around a small body.
const QWEN3 = {
  layers: 28,
  hidden: 1024,
  inner: 3072,
  heads: 16,
  keyValueHeads: 8,
  headDim: 128,
  vocabulary: 151936,
};

/** @returns {[name: string, shape: number[]][]} in the order of state_dict() */
export function listTensors({ vision, language, vggt, action_head: head }) {
  const patches = (vision.img_size / vision.patch_size) ** 2;
  const width = vggt.embed_dim;
  const inner = width * vggt.mlp_ratio.value;
  return [
    ['vision_encoder.pos_embed', [1, patches, width]],
    ['vision_encoder.patch_embed.weight', [width, vision.in_channels, vision.patch_size, vision.patch_size]],
    ['vision_encoder.patch_embed.bias', [width]],
    ...norm('vision_encoder.norm', width),
    ['language_encoder.pos_embed', [1, language.max_length, language.output_dim]],
    ...listQwen3('language_encoder.language_model.'),
    ...linear('language_encoder.projector.0', QWEN3.hidden, language.output_dim),
    ...norm('language_encoder.projector.1', language.output_dim),
    ...linear('language_encoder.projector.3', language.output_dim, language.output_dim),
    ...norm('language_encoder.projector.4', language.output_dim),
    ['vggt_backbone.action_queries', [1, 16, width]],
    ['vggt_backbone.token_fusion.cls_token', [1, 1, width]],
    ['vggt_backbone.token_fusion.token_type_embeddings.weight', [3, width]],
    ...range(vggt.depth).flatMap((i) => listLayer(`vggt_backbone.layers.${i}.`, width, inner)),
    ...norm('vggt_backbone.norm', width),
    ['action_head.action_mean', [head.action_dim]],
    ['action_head.action_std', [head.action_dim]],
    ...linear('action_head.mlp.0', head.input_dim, head.hidden_dim),
    ...norm('action_head.mlp.1', head.hidden_dim),
    ...linear('action_head.mlp.4', head.hidden_dim, head.hidden_dim),
    ...norm('action_head.mlp.5', head.hidden_dim),
    ...linear('action_head.mlp.8', head.hidden_dim, head.action_horizon * head.action_dim),
  ];
}

function listQwen3(prefix) {
  const { layers, hidden, inner, heads, keyValueHeads, headDim, vocabulary } = QWEN3;
  const layer = (i) =>
    [
      ['self_attn.q_proj.weight', [heads * headDim, hidden]],
      ['self_attn.k_proj.weight', [keyValueHeads * headDim, hidden]],
      ['self_attn.v_proj.weight', [keyValueHeads * headDim, hidden]],
      ['self_attn.o_proj.weight', [hidden, heads * headDim]],
      ['self_attn.q_norm.weight', [headDim]],
      ['self_attn.k_norm.weight', [headDim]],
      ['mlp.gate_proj.weight', [inner, hidden]],
      ['mlp.up_proj.weight', [inner, hidden]],
      ['mlp.down_proj.weight', [hidden, inner]],
      ['input_layernorm.weight', [hidden]],
      ['post_attention_layernorm.weight', [hidden]],
    ].map(([name, shape]) => [`${prefix}layers.${i}.${name}`, shape]);
  return [
    [`${prefix}embed_tokens.weight`, [vocabulary, hidden]],
    ...range(layers).flatMap(layer),
    [`${prefix}norm.weight`, [hidden]],
  ];
}

function listLayer(prefix, width, inner) {
  return [
    ...linear(`${prefix}graph_conv`, width, width),
    ...norm(`${prefix}norm_graph`, width),
    [`${prefix}attn.in_proj_weight`, [3 * width, width]],
    [`${prefix}attn.in_proj_bias`, [3 * width]],
    ...linear(`${prefix}attn.out_proj`, width, width),
    ...norm(`${prefix}norm_attn`, width),
    ...linear(`${prefix}mlp.0`, width, inner),
    ...linear(`${prefix}mlp.3`, inner, width),
    ...norm(`${prefix}norm_mlp`, width),
  ];
}

const range = (length) => Array.from({ length }, (_, i) => i);
const linear = (name, from, to) => [
  [`${name}.weight`, [to, from]],
  [`${name}.bias`, [to]],
];
const norm = (name, width) => [
  [`${name}.weight`, [width]],
  [`${name}.bias`, [width]],
];
