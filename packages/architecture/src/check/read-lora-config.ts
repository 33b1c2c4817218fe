import type { TensorShape } from '@plumb/contract';
import { ConfigFields } from '../architectures/config-fields.ts';
import type { LoraConfig } from './adapt-with-lora.ts';
import { notPredicted } from './not-predicted.ts';

/** Fields that choose among layers, or change what a pair looks like. */
const NOT_READ = ['layers_pattern', 'layer_replication', 'target_parameters'];

/** `adapter_config.json` of a LoRA. Throws `ARCHITECTURE_NOT_PREDICTED` for what Plumb does not follow. */
export function readLoraConfig(
  config: Readonly<Record<string, unknown>>,
  place: string,
  tensors: readonly TensorShape[],
): LoraConfig {
  const fields = new ConfigFields(config, place);
  const kind = fields.text('peft_type') ?? 'LORA';
  const { target_modules: targets, modules_to_save: whole, exclude_modules: excluded } = config;
  const layers = readLayers(config.layers_to_transform);
  const unread = NOT_READ.filter((name) => isSet(config[name]));
  // PEFT refuses layers beside a pattern
  if (isSet(config.layers_to_transform) && (!layers || !Array.isArray(targets)))
    unread.push('layers_to_transform');
  const isList = Array.isArray(targets) && targets.every((target) => typeof target === 'string');
  if (kind !== 'LORA' || unread.length > 0 || (!isList && typeof targets !== 'string'))
    throw notPredicted(
      'ARCHITECTURE_NOT_PREDICTED',
      `${place} is an adapter that Plumb does not follow: ${kind}${unread.length > 0 ? ` with ${unread.join(', ')}` : ''}.`,
      'Plumb predicts LoRA and DoRA with target_modules, exclude_modules, layers_to_transform, rank_pattern and modules_to_save.',
    );
  const pattern = fields.sub('rank_pattern');
  return {
    rank: fields.size('r', 8),
    targets: targets as readonly string[] | string,
    rankPattern: Object.fromEntries((pattern?.names() ?? []).map((name) => [name, pattern!.size(name, 1)])),
    savedWhole: texts(whole),
    excluded: typeof excluded === 'string' ? excluded : texts(excluded),
    layers,
    magnitudes: fields.flag('use_dora', false),
    taskType: fields.text('task_type'),
    withHead: tensors.some(({ name }) => /(?:^|\.)lm_head\.lora_A\./.test(name)),
  };
}

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((name) => typeof name === 'string') : [];

/** A number or a list of them; undefined where all layers are meant, or it is something else. */
function readLayers(value: unknown): readonly number[] | undefined {
  const list = typeof value === 'number' ? [value] : value;
  return Array.isArray(list) && list.length > 0 && list.every(Number.isInteger) ? list : undefined;
}

function isSet(value: unknown): boolean {
  return (
    value !== undefined && value !== null && value !== false && !(Array.isArray(value) && value.length === 0)
  );
}
