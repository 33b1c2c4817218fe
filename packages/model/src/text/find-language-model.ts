import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { PlumbError } from '@plumb/core';

/** What a language model's folder has to hold. Its weights are those of the checkpoint. */
const NEEDED = ['config.json', 'tokenizer.json'];

/**
 * The folder with `config.json` and `tokenizer.json` of the language model that a checkpoint names: the one given, else
 * beside the checkpoint, else in Hugging Face's cache. Nothing is downloaded. Throws `LANGUAGE_MODEL_MISSING` with
 * everywhere it looked.
 */
export async function findLanguageModel(
  name: string,
  checkpoint: string,
  given: string | undefined,
): Promise<string> {
  if (given !== undefined) {
    const absent = missingFrom(given);
    if (absent.length > 0) throw missing(name, [`${given} (lacks ${absent.join(' and ')})`]);
    return given;
  }
  const beside = dirname(checkpoint);
  const candidates = [
    resolve(name),
    join(beside, 'language_model'),
    join(beside, basename(name)),
    beside,
    ...(await cachedSnapshots(name)),
  ];
  const found = candidates.find((folder) => missingFrom(folder).length === 0);
  if (found === undefined) throw missing(name, [...new Set(candidates)]);
  return found;
}

function missingFrom(folder: string): string[] {
  return NEEDED.filter((file) => !existsSync(join(folder, file)));
}

/** As huggingface_hub lays its cache out: the revision that `main` points to. */
async function cachedSnapshots(name: string): Promise<string[]> {
  if (!/^[\w.-]+\/[\w.-]+$/.test(name)) return [];
  const home = process.env.HF_HOME ?? join(homedir(), '.cache', 'huggingface');
  const cache = process.env.HF_HUB_CACHE ?? join(home, 'hub');
  const model = join(cache, `models--${name.replace('/', '--')}`);
  const main = await readFile(join(model, 'refs', 'main'), 'utf8').catch(() => undefined);
  return [join(model, 'snapshots', main?.trim() ?? 'main')];
}

function missing(name: string, places: readonly string[]): PlumbError {
  return new PlumbError({
    code: 'LANGUAGE_MODEL_MISSING',
    what: `The config and tokenizer of ${name} were not found.`,
    why: `The checkpoint holds the language model's weights, but neither its tokenizer nor what its shapes don't tell. Looked in ${places.join(', ')}.`,
    remedy: `Give the folder with ${NEEDED.join(' and ')}: --language-model <folder>. (huggingface-cli download ${name} config.json tokenizer.json tokenizer_config.json)`,
  });
}
