import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PlumbError } from '@plumb/core';

/** What a folder of Hugging Face's libraries calls its weights, in the order in which they look for them. */
const KNOWN = [
  'model.safetensors',
  'model.safetensors.index.json',
  'adapter_model.safetensors',
  'diffusion_pytorch_model.safetensors',
  'diffusion_pytorch_model.safetensors.index.json',
  'pytorch_model.bin',
  'pytorch_model.bin.index.json',
  'adapter_model.bin',
];

/** Files that lie beside the weights and hold none. */
const BESIDE =
  /^(?:training_args|optimizer|scheduler|scaler|rng_state.*|random_states.*|tokenizer.*)\.(?:bin|pt|pth)$/;

/** The one checkpoint of a folder: the name that libraries look for, or the only one there is. */
export async function chooseCheckpointFile(folder: string): Promise<{ path: string; notes: string[] }> {
  const names = (await readdir(folder)).sort();
  const candidates = names.filter(
    (name) => /\.(?:safetensors|pt|pth|bin|ckpt)$/.test(name) && !BESIDE.test(name),
  );
  const indexes = names.filter((name) => name.endsWith('.safetensors.index.json'));
  const known = KNOWN.find((name) => names.includes(name));
  const chosen =
    known ?? (indexes.length === 1 ? indexes[0] : candidates.length === 1 ? candidates[0] : undefined);
  if (chosen !== undefined) {
    const others = candidates.filter((name) => name !== chosen && !chosen.endsWith('.index.json'));
    const note = `Read: ${chosen}. Beside it: ${others.slice(0, 5).join(', ')}${others.length > 5 ? ', …' : ''}.`;
    return { path: join(folder, chosen), notes: others.length > 0 ? [note] : [] };
  }
  const list = candidates.slice(0, 8).join(', ');
  throw new PlumbError({
    code: candidates.length === 0 ? 'CHECKPOINT_NOT_FOUND' : 'CHECKPOINT_AMBIGUOUS',
    what:
      candidates.length === 0
        ? `${folder} holds no checkpoint.`
        : `${folder} holds ${candidates.length} checkpoints: ${list}${candidates.length > 8 ? ', …' : ''}.`,
    why: 'Plumb reads .pt, .pth, .bin, .ckpt and .safetensors files, and safetensors with an index.',
    remedy: 'Give the path of the file itself.',
  });
}
