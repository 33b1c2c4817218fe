import { PlumbError, type SourceFolder } from '@plumb/core';
import { nameForeignFolder } from './name-foreign-folder.ts';

/** What a folder of Hugging Face's libraries calls its weights, in the order in which they look for them. */
const KNOWN = [
  'model.safetensors',
  'model.safetensors.index.json',
  'pytorch_model.bin',
  'pytorch_model.bin.index.json',
  'diffusion_pytorch_model.safetensors',
  'diffusion_pytorch_model.safetensors.index.json',
  'adapter_model.safetensors',
  'adapter_model.bin',
];

/** Files that lie beside the weights and hold none. */
const BESIDE =
  /^(?:training_args|optimizer|scheduler|scaler|rng_state.*|random_states.*|tokenizer.*|.*_optim_states)\.(?:bin|pt|pth)$/;
const WEIGHTS = /\.(?:safetensors|pt|pth|bin|ckpt)$/;
/** Other libraries' formats, and arrays of any kind: looked at where there is nothing else. */
const LAST = /\.(?:gguf|npz)$/;

/** The one checkpoint of a folder: the name that libraries look for, or the only one there is. */
export function chooseCheckpointFile(folder: SourceFolder): { name: string; notes: string[] } {
  const names = folder.names ?? [];
  const weights = names.filter((name) => WEIGHTS.test(name) && !BESIDE.test(name));
  const candidates = weights.length > 0 ? weights : names.filter((name) => LAST.test(name));
  const indexes = names.filter((name) => /\.(?:safetensors|bin)\.index\.json$/.test(name));
  const known = KNOWN.find((name) => names.includes(name));
  const chosen =
    known ?? (indexes.length === 1 ? indexes[0] : candidates.length === 1 ? candidates[0] : undefined);
  if (chosen === undefined) throw undecided(folder, candidates);
  const index = chosen.endsWith('.index.json');
  const others = candidates.filter(
    (name) =>
      name !== chosen && !(index && name.endsWith(chosen.includes('.bin.') ? '.bin' : '.safetensors')),
  );
  const note = `Read: ${chosen}. Beside it: ${others.slice(0, 5).join(', ')}${others.length > 5 ? ', …' : ''}.`;
  return { name: chosen, notes: others.length > 0 ? [note] : [] };
}

function undecided(folder: SourceFolder, candidates: readonly string[]): PlumbError {
  const foreign = nameForeignFolder(folder);
  if (foreign) return new PlumbError(foreign);
  const list = candidates.slice(0, 8).join(', ');
  const folders = folder.folders.slice(0, 8).join(', ');
  const none = candidates.length === 0;
  return new PlumbError({
    code: none ? 'CHECKPOINT_NOT_FOUND' : 'CHECKPOINT_AMBIGUOUS',
    what: none
      ? `${folder.place} holds no checkpoint.`
      : `${folder.place} holds ${candidates.length} checkpoints: ${list}${candidates.length > 8 ? ', …' : ''}.`,
    why: 'Plumb reads .pt, .pth, .bin, .ckpt, .safetensors, .gguf and .npz files, and indexes of shards.',
    remedy: `Give the path of the file itself${none && folders !== '' ? `, or one of its folders: ${folders}` : ''}.`,
  });
}
