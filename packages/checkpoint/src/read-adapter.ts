import { dirname } from 'node:path';
import { isRemote, openLocalFolder, type SourceFolder } from '@plumb/core';
import type { Adapter, Checkpoint } from './checkpoint.ts';
import { readJsonBeside } from './read-json-beside.ts';

export const ADAPTER_CONFIG = 'adapter_config.json';

/** What PEFT puts before the base's names, and the parameters that it adds to a module. */
const PREFIX = /^base_model\.model\./;
const PARAMETER =
  /\.(?:lora_(?:A|B|embedding_A|embedding_B|magnitude_vector)|ia3_l|vera_lambda_[bd]|oft_r|hada_w[12]_[ab])(?:\.[^.]+)?(?:\.(?:weight|default))?$/;

/** Adds the adapter that the checkpoint is, or that lies in the same folder. */
export async function withAdapter(checkpoint: Checkpoint, folder: SourceFolder): Promise<Checkpoint> {
  const config = await readJsonBeside(folder, ADAPTER_CONFIG);
  if (config === undefined)
    return { ...checkpoint, notes: [...checkpoint.notes, `An adapter without ${ADAPTER_CONFIG}.`] };
  const own = isAdapter(checkpoint);
  const tensors = own ? checkpoint.tensors : await adapterTensors(folder);
  const touches = [...new Set(tensors.map(({ name }) => touchedName(name)))].sort();
  const base = own ? await findBase(folder) : checkpoint;
  const names = new Set(base?.tensors.map(({ name }) => name));
  const adapter: Adapter = {
    place: folder.place,
    kind: text(config.peft_type) ?? 'unknown',
    base: text(config.base_model_name_or_path),
    rank: count(config.r),
    alpha: count(config.lora_alpha),
    targetModules: list(config.target_modules) ?? text(config.target_modules),
    touches,
    missing: base === undefined ? undefined : touches.filter((name) => !names.has(name)),
  };
  return { ...checkpoint, adapter, notes: [...checkpoint.notes, ...describe(adapter, tensors, base)] };
}

const isAdapter = ({ tensors }: Checkpoint) => tensors.some(({ name }) => PARAMETER.test(name));

/** `base_model.model.layers.0.q_proj.lora_A.weight` changes the base's `layers.0.q_proj.weight`. */
export function touchedName(name: string): string {
  const inner = name.replace(PREFIX, '');
  if (PARAMETER.test(inner)) return inner.replace(PARAMETER, '.weight').replace('.base_layer.', '.');
  return inner.replace(/\.modules_to_save(?:\.default)?\./, '.').replace('.base_layer.', '.');
}

/** The adapter's own tensors where the folder's checkpoint is the base. */
async function adapterTensors(folder: SourceFolder): Promise<Checkpoint['tensors']> {
  const name = ['adapter_model.safetensors', 'adapter_model.bin'].find((file) =>
    folder.names?.includes(file),
  );
  if (name === undefined) return [];
  const { readCheckpoint } = await import('./read-checkpoint.ts');
  const source = await folder.open(name);
  try {
    return (await readCheckpoint(source)).tensors;
  } finally {
    await source.close();
  }
}

/** The base beside the adapter: OpenVLA-OFT and others save the adapter in a folder inside the model's. */
async function findBase(folder: SourceFolder): Promise<Checkpoint | undefined> {
  if (isRemote(folder.place)) return undefined;
  const parent = dirname(folder.place.replace(/[\\/]+$/, ''));
  const { names = [] } = await openLocalFolder(parent);
  if (!names.some((name) => /^(?:model|pytorch_model)\.(?:safetensors|bin)(?:\.index\.json)?$/.test(name)))
    return undefined;
  const { readCheckpoint } = await import('./read-checkpoint.ts');
  return readCheckpoint(parent);
}

function describe(adapter: Adapter, tensors: Checkpoint['tensors'], base: Checkpoint | undefined): string[] {
  const notes: string[] = [];
  const { rank, missing, touches } = adapter;
  const ranks = tensors.filter(({ name }) => /\.lora_A\./.test(name)).map(({ shape }) => shape[0]!);
  const other = ranks.find((size) => size !== rank);
  if (rank !== undefined && other !== undefined)
    notes.push(
      `The config says rank ${rank}, but lora_A has ${other} rows somewhere (rank_pattern, or another config).`,
    );
  if (base !== undefined && missing !== undefined)
    notes.push(
      missing.length === 0
        ? `All ${touches.length} tensors that the adapter touches are in ${base.path}.`
        : `${missing.length} of ${touches.length} tensors that the adapter touches are not in ${base.path}: ${missing.slice(0, 3).join(', ')}${missing.length > 3 ? ', …' : ''}.`,
    );
  return notes;
}

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
const count = (value: unknown) => (typeof value === 'number' && Number.isFinite(value) ? value : undefined);
const list = (value: unknown) =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : undefined;
