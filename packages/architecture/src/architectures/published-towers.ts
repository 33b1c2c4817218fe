/** A published model that is no plain decoder: its config.json, reduced to what decides names and shapes. */
export interface PublishedTower {
  readonly ids: readonly string[];
  readonly modelType: string;
  /** The class that its config.json names. */
  readonly className: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

type Fields = Readonly<Record<string, unknown>>;

function vision(
  hidden: number,
  layers: number,
  heads: number,
  mlp: number,
  image: number,
  patch: number,
): Fields {
  return {
    hidden_size: hidden,
    num_hidden_layers: layers,
    num_attention_heads: heads,
    intermediate_size: mlp,
    image_size: image,
    patch_size: patch,
  };
}

function text(
  hidden: number,
  layers: number,
  heads: number,
  mlp: number,
  vocab: number,
  positions: number,
): Fields {
  return {
    hidden_size: hidden,
    num_hidden_layers: layers,
    num_attention_heads: heads,
    intermediate_size: mlp,
    vocab_size: vocab,
    max_position_embeddings: positions,
  };
}

const DINOV2_SIZES: readonly (readonly [name: string, hidden: number, layers: number, heads: number])[] = [
  ['small', 384, 12, 6],
  ['base', 768, 12, 12],
  ['large', 1024, 24, 16],
  ['giant', 1536, 40, 24],
];

function dinov2(registers: boolean): PublishedTower[] {
  return DINOV2_SIZES.map(([name, hidden, layers, heads]) => ({
    ids: [`facebook/dinov2-${registers ? 'with-registers-' : ''}${name}`],
    modelType: registers ? 'dinov2_with_registers' : 'dinov2',
    className: registers ? 'Dinov2WithRegistersModel' : 'Dinov2Model',
    fields: {
      hidden_size: hidden,
      num_hidden_layers: layers,
      num_attention_heads: heads,
      image_size: 518,
      patch_size: 14,
      mlp_ratio: 4,
      use_swiglu_ffn: name === 'giant',
      ...(registers ? { num_register_tokens: 4 } : {}),
    },
  }));
}

const CLIP_TEXT = text(512, 12, 8, 2048, 49408, 77);
const CLIP_TEXT_LARGE = text(768, 12, 12, 3072, 49408, 77);

const CLIP: readonly (readonly [id: string, vision: Fields, text: Fields, projection: number])[] = [
  ['openai/clip-vit-base-patch32', vision(768, 12, 12, 3072, 224, 32), CLIP_TEXT, 512],
  ['openai/clip-vit-base-patch16', vision(768, 12, 12, 3072, 224, 16), CLIP_TEXT, 512],
  ['openai/clip-vit-large-patch14', vision(1024, 24, 16, 4096, 224, 14), CLIP_TEXT_LARGE, 768],
  ['openai/clip-vit-large-patch14-336', vision(1024, 24, 16, 4096, 336, 14), CLIP_TEXT_LARGE, 768],
  [
    'laion/CLIP-ViT-H-14-laion2B-s32B-b79K',
    vision(1280, 32, 16, 5120, 224, 14),
    text(1024, 24, 16, 4096, 49408, 77),
    1024,
  ],
];

const SIGLIP_SO400M = (image: number) => vision(1152, 27, 16, 4304, image, 14);
const SIGLIP_TEXT = (size: 'base' | 'large' | 'so400m', vocab = 32000, positions = 64) =>
  size === 'base'
    ? text(768, 12, 12, 3072, vocab, positions)
    : size === 'large'
      ? text(1024, 24, 16, 4096, vocab, positions)
      : text(1152, 27, 16, 4304, vocab, positions);

const SIGLIP: readonly (readonly [ids: string, vision: Fields, text: Fields])[] = [
  ['google/siglip-base-patch16-224', vision(768, 12, 12, 3072, 224, 16), SIGLIP_TEXT('base')],
  ['google/siglip-base-patch16-256', vision(768, 12, 12, 3072, 256, 16), SIGLIP_TEXT('base')],
  ['google/siglip-base-patch16-384', vision(768, 12, 12, 3072, 384, 16), SIGLIP_TEXT('base')],
  ['google/siglip-base-patch16-512', vision(768, 12, 12, 3072, 512, 16), SIGLIP_TEXT('base')],
  ['google/siglip-large-patch16-256', vision(1024, 24, 16, 4096, 256, 16), SIGLIP_TEXT('large')],
  ['google/siglip-large-patch16-384', vision(1024, 24, 16, 4096, 384, 16), SIGLIP_TEXT('large')],
  ['google/siglip-so400m-patch14-224', SIGLIP_SO400M(224), SIGLIP_TEXT('so400m', 32000, 16)],
  ['google/siglip-so400m-patch14-384', SIGLIP_SO400M(384), SIGLIP_TEXT('so400m')],
  ['google/siglip2-base-patch16-224', vision(768, 12, 12, 3072, 224, 16), SIGLIP_TEXT('base', 256000)],
  ['google/siglip2-so400m-patch14-384', SIGLIP_SO400M(384), SIGLIP_TEXT('so400m', 256000)],
];

const GEMMA_2B = {
  model_type: 'gemma',
  hidden_size: 2048,
  num_hidden_layers: 18,
  num_attention_heads: 8,
  num_key_value_heads: 1,
  head_dim: 256,
  intermediate_size: 16384,
};
const GEMMA2_2B = {
  model_type: 'gemma2',
  hidden_size: 2304,
  num_hidden_layers: 26,
  num_attention_heads: 8,
  num_key_value_heads: 4,
  head_dim: 256,
  intermediate_size: 9216,
};
const PALIGEMMA_VOCABULARY = 257216;

function paliGemma(ids: string[], image: number, language: Fields, projection: number): PublishedTower {
  return {
    ids,
    modelType: 'paligemma',
    className: 'PaliGemmaForConditionalGeneration',
    fields: {
      projection_dim: projection,
      vision_config: {
        model_type: 'siglip_vision_model',
        ...SIGLIP_SO400M(image),
        projection_dim: projection,
        vision_use_head: false,
      },
      text_config: { ...language, vocab_size: PALIGEMMA_VOCABULARY },
    },
  };
}

/** Figures of the models' config.json; families.spec.ts holds each against torch: tree, tensors, parameters. */
export const PUBLISHED_TOWERS: readonly PublishedTower[] = [
  ...dinov2(false),
  ...dinov2(true),
  ...CLIP.map(([id, vision_config, text_config, projection_dim]) => ({
    ids: [id],
    modelType: 'clip',
    className: 'CLIPModel',
    fields: { vision_config, text_config, projection_dim },
  })),
  ...SIGLIP.map(([id, vision_config, text_config]) => ({
    ids: [id],
    modelType: 'siglip',
    className: 'SiglipModel',
    fields: { vision_config, text_config },
  })),
  ...[224, 448, 896].map((image) =>
    paliGemma(
      ['pt', 'mix']
        .filter((kind) => kind === 'pt' || image < 896)
        .map((kind) => `google/paligemma-3b-${kind}-${image}`),
      image,
      GEMMA_2B,
      2048,
    ),
  ),
  ...[224, 448].map((image) => paliGemma([`google/paligemma2-3b-pt-${image}`], image, GEMMA2_2B, 2304)),
];

/** The config behind a hub id; undefined where Plumb does not know it. */
export function publishedTower(id: string): PublishedTower | undefined {
  return PUBLISHED_TOWERS.find(({ ids }) => ids.includes(id));
}
