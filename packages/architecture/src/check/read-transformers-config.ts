import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Checkpoint } from '@plumb/checkpoint';
import { PlumbError } from '@plumb/core';
import type { DecoderConfig } from '../architectures/decoder.ts';
import type { TransformersPlan } from './model-plan.ts';

/** A config.json has some kB; with every label of a classifier it reaches 1 MB. */
const MAX_BYTES = 8 * 2 ** 20;
/** Llama 3.1 405B has 126; a file may claim any number, and that many would be built. */
const MAX_LAYERS = 1024;

/** The `config.json` beside a checkpoint's tensors, as transformers reads it; undefined where there is none with a model_type. */
export async function readTransformersConfig(checkpoint: Checkpoint): Promise<TransformersPlan | undefined> {
  const file = checkpoint.tensors[0]?.file ?? checkpoint.path;
  const place = join(dirname(file), 'config.json');
  const text = await readFile(place, 'utf8').catch(() => undefined);
  if (text === undefined || text.length > MAX_BYTES) return undefined;
  const config = parse(text, place);
  const modelType = config.model_type;
  if (typeof modelType !== 'string') return undefined;
  const architectures = Array.isArray(config.architectures) ? config.architectures : [];
  const className = typeof architectures[0] === 'string' ? architectures[0] : `the model of \`${modelType}\``;
  const decoder = readDecoder(config, modelType, place);
  return {
    kind: 'transformers',
    modelType,
    className,
    decoder: decoder && { name: place, config: decoder, place },
    ...ownCodeOf(config),
    place,
    assumptions: [],
  };
}

/** The model's class in `auto_map` (`modeling_prismatic.OpenVLAForActionPrediction`), else any that it names. */
function ownCodeOf({ auto_map: map }: Record<string, unknown>): { ownCode?: string } {
  if (typeof map !== 'object' || map === null) return {};
  const entries = Object.entries(map).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  const [, ownCode] = entries.find(([name]) => name.startsWith('AutoModel')) ?? entries[0] ?? [];
  return ownCode === undefined ? {} : { ownCode };
}

function parse(text: string, place: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
    throw new Error('it holds no object');
  } catch (cause) {
    throw new PlumbError(
      {
        code: 'CONFIG_MALFORMED',
        what: `${place} is not a config that transformers can read.`,
        why: (cause as Error).message,
        remedy:
          'Save the config again (`model.config.save_pretrained`) or fetch it from where the checkpoint came.',
      },
      { cause },
    );
  }
}

// defaults of Qwen2Config and Qwen3Config, from 4.37 to 5.x
const DEFAULTS = {
  vocab_size: 151936,
  hidden_size: 4096,
  intermediate_size: 22016,
  num_hidden_layers: 32,
  num_attention_heads: 32,
};

function readDecoder(
  config: Record<string, unknown>,
  modelType: string,
  place: string,
): DecoderConfig | undefined {
  if (modelType !== 'qwen2' && modelType !== 'qwen3') return undefined;
  const size = (name: string, otherwise: number, most = Number.MAX_SAFE_INTEGER): number => {
    const value = config[name] ?? otherwise;
    if (typeof value === 'number' && Number.isInteger(value) && value > 0 && value <= most) return value;
    throw new PlumbError({
      code: 'CONFIG_MALFORMED',
      what: `${place}: ${name} is ${JSON.stringify(value)}.`,
      why: `Names and shapes of the model follow from it, so it has to be an integer from 1 to ${most}.`,
      remedy: 'Compare the file with the published config of the same model.',
    });
  };
  const hiddenSize = size('hidden_size', DEFAULTS.hidden_size);
  const heads = size('num_attention_heads', DEFAULTS.num_attention_heads);
  return {
    modelType,
    hiddenSize,
    layers: size('num_hidden_layers', DEFAULTS.num_hidden_layers, MAX_LAYERS),
    heads,
    kvHeads: size('num_key_value_heads', 32),
    headDim: size('head_dim', modelType === 'qwen3' ? 128 : hiddenSize / heads),
    intermediateSize: size('intermediate_size', DEFAULTS.intermediate_size),
    vocabSize: size('vocab_size', DEFAULTS.vocab_size),
    tieWordEmbeddings: config.tie_word_embeddings === true,
    attentionBias: config.attention_bias === true,
  };
}
