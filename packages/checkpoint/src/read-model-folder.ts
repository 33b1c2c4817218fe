import { type ByteSource, PlumbError, type SourceFolder } from '@plumb/core';
import type { Checkpoint, ModelFolder } from './checkpoint.ts';
import { chooseCheckpointFile } from './choose-checkpoint-file.ts';
import { ADAPTER_CONFIG, withAdapter } from './read-adapter.ts';
import { readJsonBeside } from './read-json-beside.ts';

/** What files beside the weights are for, by the names that Hugging Face's libraries give them. */
const ROLES: readonly (readonly [pattern: RegExp, role: string])[] = [
  [/^config\.json$/, 'config'],
  [/^generation_config\.json$/, 'generation config'],
  [/^adapter_config\.json$/, 'adapter config'],
  [
    /^(?:tokenizer.*\.json|tokenizer\.model|spiece\.model|vocab\.(?:json|txt)|merges\.txt|special_tokens_map\.json|added_tokens\.json|chat_template.*)$/,
    'tokenizer',
  ],
  [
    /^(?:pre)?processor_config\.json$|^(?:image|video)_processor.*\.json$|^preprocessor.*\.json$/,
    'preprocessor',
  ],
  [/^(?:dataset_statistics|norm_stats|stats).*\.json$/, 'normalisation statistics'],
  [/\.py$/, 'code of its own'],
  [
    /^(?:training_args|optimizer|scheduler|scaler|rng_state.*|random_states.*|.*_optim_states)\.(?:bin|pt|pth)$/,
    'training state',
  ],
  [/^trainer_state\.json$|^train_config\.json$/, 'training state'],
];

/** A model folder's one checkpoint, with what lies around it. */
export async function readModelFolder(
  folder: SourceFolder,
  readAlone: (source: ByteSource) => Promise<Checkpoint>,
): Promise<Checkpoint> {
  const { name, notes } = chooseCheckpointFile(folder);
  const checkpoint = await readChosen(folder, name, readAlone);
  const { beside, problems } = await readBeside(folder);
  const found: Checkpoint = {
    ...checkpoint,
    path: folder.place,
    notes: [...folder.notes, ...notes, ...problems, ...checkpoint.notes],
    ...(beside.files.length > 0 ? { folder: beside } : {}),
  };
  return folder.names?.includes(ADAPTER_CONFIG) ? withAdapter(found, folder) : found;
}

async function readChosen(
  folder: SourceFolder,
  name: string,
  readAlone: (source: ByteSource) => Promise<Checkpoint>,
): Promise<Checkpoint> {
  if (name.endsWith('.index.json')) {
    const { readShards } = await import('./read-shards.ts');
    return readShards(folder, name, readAlone);
  }
  const source = await folder.open(name);
  try {
    return await readAlone(source);
  } finally {
    await source.close();
  }
}

async function readBeside(folder: SourceFolder): Promise<{ beside: ModelFolder; problems: string[] }> {
  const files = (folder.names ?? []).flatMap((name) => {
    const role = ROLES.find(([pattern]) => pattern.test(name))?.[1];
    return role === undefined ? [] : [{ name, role }];
  });
  const problems: string[] = [];
  let config: unknown;
  try {
    config = await readJsonBeside(folder, 'config.json');
  } catch (error) {
    // the weights can be read all the same
    if (!(error instanceof PlumbError) || error.code !== 'CONFIG_MALFORMED') throw error;
    problems.push(error.what);
  }
  const code = files.filter((file) => file.role === 'code of its own');
  if (code.length > 0)
    problems.push(
      `The model brings code of its own (${code
        .slice(0, 3)
        .map((file) => file.name)
        .join(
          ', ',
        )}${code.length > 3 ? ', …' : ''}): transformers runs it with trust_remote_code=True; Plumb does not.`,
    );
  return { beside: { place: folder.place, config, files }, problems };
}
