import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Checkpoint } from '@plumb/checkpoint';
import { PlumbError } from '@plumb/core';
import { isDecoderType } from '../architectures/build-decoder.ts';
import { autoModelClass } from '../architectures/build-model.ts';
import { ConfigFields } from '../architectures/config-fields.ts';
import { readDecoderConfig } from '../architectures/read-decoder-config.ts';
import type { TransformersPlan } from './model-plan.ts';

/** A config.json has some kB; with every label of a classifier it reaches 1 MB. */
const MAX_BYTES = 8 * 2 ** 20;

/** The `config.json` beside a checkpoint's tensors; undefined where there is none. */
export async function readConfigBeside(
  checkpoint: Checkpoint,
): Promise<{ config: Readonly<Record<string, unknown>>; place: string } | undefined> {
  const file = checkpoint.tensors[0]?.file ?? checkpoint.path;
  const place = join(dirname(file), 'config.json');
  const text = await readFile(place, 'utf8').catch(() => undefined);
  if (text === undefined || text.length > MAX_BYTES) return undefined;
  return { config: parse(text, place), place };
}

/** A config.json as transformers reads it; undefined where it has no model_type. */
export function readTransformersConfig(
  config: Readonly<Record<string, unknown>>,
  place: string,
): TransformersPlan | undefined {
  const modelType = config.model_type;
  if (typeof modelType !== 'string') return undefined;
  const architectures = Array.isArray(config.architectures) ? config.architectures : [];
  const className =
    typeof architectures[0] === 'string'
      ? architectures[0]
      : (autoModelClass(modelType) ?? `the model of \`${modelType}\``);
  const fields = new ConfigFields(config, place);
  const decoder = isDecoderType(modelType) ? readDecoderConfig(fields, modelType) : undefined;
  return {
    kind: 'transformers',
    modelType,
    className,
    decoder: decoder && { name: place, config: decoder, place },
    fields,
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
