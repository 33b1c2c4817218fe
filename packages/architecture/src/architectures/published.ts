import type { DecoderConfig } from './decoder.ts';
import { OTHER_DECODERS } from './published-decoders.ts';

/** A config as published on the hub, under every id that shares it. */
export interface PublishedModel {
  readonly ids: readonly string[];
  readonly config: DecoderConfig;
}

const QWEN = 151936;
const QWEN_LARGE = 152064;

// hidden, layers, query heads, key-value heads, MLP width, vocabulary, tied head
type Row = readonly [number, number, number, number, number, number, boolean];

/** Figures of the models' config.json, checked against torchtune's builders. Qwen2.5 has Qwen2's model_type. */
const QWEN2: readonly (readonly [ids: string, row: Row])[] = [
  ['Qwen2-0.5B Qwen2-0.5B-Instruct Qwen2.5-0.5B Qwen2.5-0.5B-Instruct', [896, 24, 14, 2, 4864, QWEN, true]],
  ['Qwen2-1.5B Qwen2-1.5B-Instruct Qwen2.5-1.5B Qwen2.5-1.5B-Instruct', [1536, 28, 12, 2, 8960, QWEN, true]],
  ['Qwen2.5-3B Qwen2.5-3B-Instruct', [2048, 36, 16, 2, 11008, QWEN, true]],
  ['Qwen2-7B Qwen2-7B-Instruct Qwen2.5-7B Qwen2.5-7B-Instruct', [3584, 28, 28, 4, 18944, QWEN_LARGE, false]],
  ['Qwen2.5-14B Qwen2.5-14B-Instruct', [5120, 48, 40, 8, 13824, QWEN_LARGE, false]],
  ['Qwen2.5-32B Qwen2.5-32B-Instruct', [5120, 64, 40, 8, 27648, QWEN_LARGE, false]],
  ['Qwen2.5-72B Qwen2.5-72B-Instruct', [8192, 80, 64, 8, 29568, QWEN_LARGE, false]],
];

const QWEN3: readonly (readonly [ids: string, row: Row])[] = [
  ['Qwen3-0.6B Qwen3-0.6B-Base', [1024, 28, 16, 8, 3072, QWEN, true]],
  ['Qwen3-1.7B Qwen3-1.7B-Base', [2048, 28, 16, 8, 6144, QWEN, true]],
  ['Qwen3-4B Qwen3-4B-Base', [2560, 36, 32, 8, 9728, QWEN, true]],
  ['Qwen3-8B Qwen3-8B-Base', [4096, 36, 32, 8, 12288, QWEN, false]],
  ['Qwen3-14B Qwen3-14B-Base', [5120, 40, 40, 8, 17408, QWEN, false]],
  ['Qwen3-32B', [5120, 64, 64, 8, 25600, QWEN, false]],
];

function published(modelType: 'qwen2' | 'qwen3', [ids, row]: readonly [string, Row]): PublishedModel {
  const [hiddenSize, layers, heads, kvHeads, intermediateSize, vocabSize, tieWordEmbeddings] = row;
  return {
    ids: ids.split(' ').map((id) => `Qwen/${id}`),
    config: {
      modelType,
      hiddenSize,
      layers,
      heads,
      kvHeads,
      // Qwen2 splits the hidden size; Qwen3's config names 128
      headDim: modelType === 'qwen2' ? hiddenSize / heads : 128,
      intermediateSize,
      vocabSize,
      tieWordEmbeddings,
    },
  };
}

export const PUBLISHED: readonly PublishedModel[] = [
  ...QWEN2.map((entry) => published('qwen2', entry)),
  ...QWEN3.map((entry) => published('qwen3', entry)),
  ...OTHER_DECODERS,
];

/** The config behind a hub id; undefined where Plumb does not know it. */
export function publishedConfig(id: string): DecoderConfig | undefined {
  return PUBLISHED.find(({ ids }) => ids.includes(id))?.config;
}
