import { PUBLISHED, publishedConfig } from '@plumb/architecture';

/** What decides whether another language model fits. */
export interface LanguageModel {
  readonly id: string;
  /** All that share its config, itself the first. */
  readonly ids: readonly string[];
  readonly modelType: string;
  readonly hiddenSize: number;
  readonly layers: number;
  /** Without the head. */
  readonly parameters: number;
  /** Whether Plumb can list its parameters. */
  readonly built: boolean;
}

/**
 * Models that a report proposes and whose architecture Plumb may not build yet. Figures of their published config.json:
 * meta-llama/Llama-2-7b-hf, mistralai/Mistral-7B-v0.1. Parameters counted from them.
 */
const PROPOSED: readonly LanguageModel[] = [
  {
    id: 'meta-llama/Llama-2-7b-hf',
    ids: ['meta-llama/Llama-2-7b-hf'],
    modelType: 'llama',
    hiddenSize: 4096,
    layers: 32,
    parameters: 6_607_343_616,
    built: false,
  },
  {
    id: 'mistralai/Mistral-7B-v0.1',
    ids: ['mistralai/Mistral-7B-v0.1'],
    modelType: 'mistral',
    hiddenSize: 4096,
    layers: 32,
    parameters: 7_110_660_096,
    built: false,
  },
];

/** One for each published config, and those that reports propose. */
export function languageModels(): readonly LanguageModel[] {
  const built = PUBLISHED.flatMap(({ ids }) => {
    const plain = ids.filter((id) => !/-(?:Instruct|Chat|it)$/i.test(id));
    return describe(plain.length > 0 ? plain : ids) ?? [];
  });
  return [...built, ...PROPOSED.filter(({ id }) => publishedConfig(id) === undefined)];
}

function describe(ids: readonly string[]): LanguageModel | undefined {
  const [id = ''] = ids;
  const config = publishedConfig(id);
  if (!config) return undefined;
  const { hiddenSize, layers, heads, kvHeads, headDim, intermediateSize, vocabSize } = config;
  // biases and norms are a thousandth of it
  const layer = hiddenSize * headDim * (2 * heads + 2 * kvHeads) + 3 * hiddenSize * intermediateSize;
  const parameters = vocabSize * hiddenSize + layers * layer;
  return { id, ids, modelType: config.modelType, hiddenSize, layers, parameters, built: true };
}
