import type { DecoderConfig, DecoderType } from './decoder.ts';

// ids, then hidden, layers, query heads, key-value heads, head width, MLP width, vocabulary, tied head
type Row = readonly [ids: string, number, number, number, number, number, number, number, boolean];

// figures of the models' config.json; families.spec.ts holds each against torch: tree, tensors, parameters
const LLAMA: readonly Row[] = [
  [
    'meta-llama/Llama-2-7b-hf meta-llama/Llama-2-7b-chat-hf lmsys/vicuna-7b-v1.5 huggyllama/llama-7b',
    ...([4096, 32, 32, 32, 128, 11008, 32000, false] as const),
  ],
  [
    'meta-llama/Llama-2-13b-hf meta-llama/Llama-2-13b-chat-hf lmsys/vicuna-13b-v1.5 huggyllama/llama-13b',
    ...([5120, 40, 40, 40, 128, 13824, 32000, false] as const),
  ],
  [
    'meta-llama/Llama-2-70b-hf meta-llama/Llama-2-70b-chat-hf',
    ...([8192, 80, 64, 8, 128, 28672, 32000, false] as const),
  ],
  [
    'meta-llama/Meta-Llama-3-8B meta-llama/Meta-Llama-3-8B-Instruct meta-llama/Llama-3.1-8B meta-llama/Llama-3.1-8B-Instruct',
    ...([4096, 32, 32, 8, 128, 14336, 128256, false] as const),
  ],
  [
    'meta-llama/Meta-Llama-3-70B meta-llama/Meta-Llama-3-70B-Instruct meta-llama/Llama-3.1-70B meta-llama/Llama-3.3-70B-Instruct',
    ...([8192, 80, 64, 8, 128, 28672, 128256, false] as const),
  ],
  [
    'meta-llama/Llama-3.2-1B meta-llama/Llama-3.2-1B-Instruct',
    ...([2048, 16, 32, 8, 64, 8192, 128256, true] as const),
  ],
  [
    'meta-llama/Llama-3.2-3B meta-llama/Llama-3.2-3B-Instruct',
    ...([3072, 28, 24, 8, 128, 8192, 128256, true] as const),
  ],
  ['TinyLlama/TinyLlama-1.1B-Chat-v1.0', 2048, 22, 32, 4, 64, 5632, 32000, false],
  [
    'HuggingFaceTB/SmolLM2-135M HuggingFaceTB/SmolLM2-135M-Instruct',
    ...([576, 30, 9, 3, 64, 1536, 49152, true] as const),
  ],
  [
    'HuggingFaceTB/SmolLM2-360M HuggingFaceTB/SmolLM2-360M-Instruct',
    ...([960, 32, 15, 5, 64, 2560, 49152, true] as const),
  ],
  [
    'HuggingFaceTB/SmolLM2-1.7B HuggingFaceTB/SmolLM2-1.7B-Instruct',
    ...([2048, 24, 32, 32, 64, 8192, 49152, true] as const),
  ],
];

const MISTRAL: readonly Row[] = [
  [
    'mistralai/Mistral-7B-v0.1 mistralai/Mistral-7B-Instruct-v0.1 mistralai/Mistral-7B-Instruct-v0.2',
    ...([4096, 32, 32, 8, 128, 14336, 32000, false] as const),
  ],
  [
    'mistralai/Mistral-7B-v0.3 mistralai/Mistral-7B-Instruct-v0.3',
    ...([4096, 32, 32, 8, 128, 14336, 32768, false] as const),
  ],
  [
    'mistralai/Mistral-Nemo-Base-2407 mistralai/Mistral-Nemo-Instruct-2407',
    ...([5120, 40, 32, 8, 128, 14336, 131072, false] as const),
  ],
  [
    'mistralai/Mistral-Small-24B-Base-2501 mistralai/Mistral-Small-24B-Instruct-2501',
    ...([5120, 40, 32, 8, 128, 32768, 131072, false] as const),
  ],
];

const GEMMA: readonly Row[] = [
  ['google/gemma-2b google/gemma-2b-it', 2048, 18, 8, 1, 256, 16384, 256000, true],
  ['google/gemma-7b google/gemma-7b-it', 3072, 28, 16, 16, 256, 24576, 256000, true],
];

const GEMMA2: readonly Row[] = [
  ['google/gemma-2-2b google/gemma-2-2b-it', 2304, 26, 8, 4, 256, 9216, 256000, true],
  ['google/gemma-2-9b google/gemma-2-9b-it', 3584, 42, 16, 8, 256, 14336, 256000, true],
  ['google/gemma-2-27b google/gemma-2-27b-it', 4608, 46, 32, 16, 128, 36864, 256000, true],
];

const GEMMA3: readonly Row[] = [
  ['google/gemma-3-270m google/gemma-3-270m-it', 640, 18, 4, 1, 256, 2048, 262144, true],
  ['google/gemma-3-1b-pt google/gemma-3-1b-it', 1152, 26, 4, 1, 256, 6912, 262144, true],
];

function published(modelType: DecoderType, row: Row): { ids: string[]; config: DecoderConfig } {
  const [ids, hiddenSize, layers, heads, kvHeads, headDim, intermediateSize, vocabSize, tied] = row;
  return {
    ids: ids.split(' '),
    config: {
      modelType,
      hiddenSize,
      layers,
      heads,
      kvHeads,
      headDim,
      intermediateSize,
      vocabSize,
      tieWordEmbeddings: tied,
    },
  };
}

/** Llama, Mistral and Gemma; Qwen's stand in published.ts. */
export const OTHER_DECODERS = [
  ...LLAMA.map((row) => published('llama', row)),
  ...MISTRAL.map((row) => published('mistral', row)),
  ...GEMMA.map((row) => published('gemma', row)),
  ...GEMMA2.map((row) => published('gemma2', row)),
  ...GEMMA3.map((row) => published('gemma3_text', row)),
];
