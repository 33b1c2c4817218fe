import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { openFile, PlumbError } from '@plumb/core';
import type { Checkpoint, TensorEntry } from './checkpoint.ts';
import { commonPrefixes } from './find-state-dict.ts';
import { plainToPickle } from './plain-to-pickle.ts';
import { readSafetensors } from './read-safetensors.ts';

const LIMITS = {
  /** Bytes of an index. DeepSeek-V3's, with 90,000 names, has 9 MB. */
  index: 100_000_000,
  /** Shards of one checkpoint. The largest published have under 300. */
  shards: 10_000,
};

/** A checkpoint in several files, listed by `model.safetensors.index.json`. */
export async function readShards(indexPath: string): Promise<Checkpoint> {
  const { weightMap, metadata } = await readIndex(indexPath);
  const folder = dirname(indexPath);
  const listed = [...new Set(weightMap.values())].sort();
  if (listed.some((name) => !name.endsWith('.safetensors'))) throw otherShards(indexPath, listed);
  const present = new Set(await readdir(folder));
  const missing = listed.filter((name) => !present.has(name));
  if (missing.length > 0) throw missingShards(indexPath, listed.length, missing);
  const tensors: TensorEntry[] = [];
  const notes: string[] = [];
  let fileBytes = 0;
  for (const name of listed) {
    const source = await openFile(join(folder, name));
    try {
      const shard = await readSafetensors(source);
      fileBytes += source.size;
      const expected = shard.tensors.filter((tensor) => weightMap.get(tensor.name) === name);
      const extra = shard.tensors.length - expected.length;
      if (extra > 0)
        notes.push(`${extra} tensors of ${name} are not listed for it in the index, and are left out.`);
      tensors.push(...expected);
    } finally {
      await source.close();
    }
  }
  checkComplete(indexPath, weightMap, tensors);
  const unlisted = [...present].filter((name) => name.endsWith('.safetensors') && !listed.includes(name));
  if (unlisted.length > 0) notes.push(`Not in the index: ${unlisted.sort().slice(0, 5).join(', ')}.`);
  return {
    path: indexPath,
    format: 'safetensors-sharded',
    container: '',
    tensors,
    prefixes: commonPrefixes(tensors.map((tensor) => tensor.name)),
    data: metadata === undefined ? undefined : plainToPickle(metadata),
    globals: [],
    verdict: 'safe',
    notes,
    fileBytes,
  };
}

async function readIndex(path: string): Promise<{ weightMap: Map<string, string>; metadata: unknown }> {
  const source = await openFile(path);
  let index: unknown;
  try {
    if (source.size > LIMITS.index) throw wrongIndex(path, `it has ${source.size} bytes`);
    const text = Buffer.from(await source.read(0, source.size)).toString('utf8');
    index = JSON.parse(text);
  } catch (error) {
    if (error instanceof PlumbError) throw error;
    throw wrongIndex(path, `it is not JSON (${(error as Error).message})`);
  } finally {
    await source.close();
  }
  const { weight_map: map, metadata } = (index ?? {}) as { weight_map?: unknown; metadata?: unknown };
  if (typeof map !== 'object' || map === null || Array.isArray(map))
    throw wrongIndex(path, 'it has no weight_map');
  const weightMap = new Map<string, string>();
  for (const [name, file] of Object.entries(map)) {
    // a shard lies beside its index; anything else would let an index read other people's files
    if (
      typeof file !== 'string' ||
      file === '' ||
      basename(file) !== file ||
      /[\\/]/.test(file) ||
      file === '..'
    )
      throw wrongIndex(path, `${JSON.stringify(name)} is said to lie in ${JSON.stringify(file)}`);
    weightMap.set(name, file);
  }
  if (new Set(weightMap.values()).size > LIMITS.shards) throw wrongIndex(path, 'it lists too many shards');
  return { weightMap, metadata };
}

function wrongIndex(path: string, problem: string): PlumbError {
  return new PlumbError({
    code: 'CHECKPOINT_INDEX_WRONG',
    what: `${path} is not a usable index of shards: ${problem}.`,
    why: 'An index maps every tensor name to the file beside it that holds the tensor.',
    remedy: 'Fetch the index again from where the shards came from, or save the model again.',
  });
}

function otherShards(path: string, listed: readonly string[]): PlumbError {
  const name = listed.find((candidate) => !candidate.endsWith('.safetensors'));
  return new PlumbError({
    code: 'CHECKPOINT_SHARDED_BIN',
    what: `${path} lists shards that are not safetensors, such as ${name}.`,
    why: 'Plumb reads shards in the safetensors format.',
    remedy: 'Give one of the shards by name, or save the model again with safe_serialization=True.',
  });
}

function missingShards(path: string, count: number, missing: readonly string[]): PlumbError {
  const names = missing.slice(0, 5).join(', ');
  return new PlumbError({
    code: 'CHECKPOINT_SHARD_MISSING',
    what: `${path} lists ${count} files, of which ${missing.length} are missing: ${names}${missing.length > 5 ? ', …' : ''}.`,
    why: 'A download stopped early or left out the large files.',
    remedy: 'Fetch the missing files into the same folder.',
  });
}

function checkComplete(path: string, weightMap: Map<string, string>, tensors: readonly TensorEntry[]): void {
  const found = new Set(tensors.map((tensor) => tensor.name));
  const absent = [...weightMap.keys()].filter((name) => !found.has(name));
  if (absent.length === 0) return;
  const file = weightMap.get(absent[0]!);
  throw wrongIndex(path, `${absent.length} tensors are not where it says, such as ${absent[0]} in ${file}`);
}
