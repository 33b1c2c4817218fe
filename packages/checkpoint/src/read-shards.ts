import { basename } from 'node:path';
import { type ByteSource, PlumbError, type SourceFolder } from '@plumb/core';
import type { Checkpoint, TensorEntry } from './checkpoint.ts';
import { commonPrefixes } from './find-state-dict.ts';
import { worstVerdict } from './judge-globals.ts';
import { plainToPickle } from './plain-to-pickle.ts';

const LIMITS = {
  /** Bytes of an index. DeepSeek-V3's, with 90,000 names, has 9 MB. */
  index: 100_000_000,
  /** Shards of one checkpoint. The largest published have under 300. */
  shards: 10_000,
  /** Shards that are opened at once: behind a network most of the time is spent waiting. */
  atOnce: 4,
};

/** Reads one shard as a checkpoint of its own; refuses what is none. */
export type ReadShard = (source: ByteSource) => Promise<Checkpoint>;

/** A checkpoint in several files, listed by `model.safetensors.index.json` or `pytorch_model.bin.index.json`. */
export async function readShards(
  folder: SourceFolder,
  indexName: string,
  readShard: ReadShard,
): Promise<Checkpoint> {
  const place = folder.placeOf(indexName);
  const { weightMap, metadata } = await readIndex(folder, indexName);
  const listed = [...new Set(weightMap.values())].sort();
  const missing = folder.names === undefined ? [] : listed.filter((name) => !folder.names!.includes(name));
  if (missing.length > 0) throw missingShards(place, listed.length, missing);
  const shards = await readAll(folder, listed, readShard);
  const tensors: TensorEntry[] = [];
  const notes: string[] = [];
  for (const [i, name] of listed.entries()) {
    const shard = shards[i]!;
    const expected = shard.tensors.filter((tensor) => weightMap.get(tensor.name) === name);
    const extra = shard.tensors.length - expected.length;
    if (extra > 0)
      notes.push(`${extra} tensors of ${name} are not listed for it in the index, and are left out.`);
    notes.push(...shard.notes.map((note) => `${name}: ${note}`));
    tensors.push(...expected);
  }
  checkComplete(place, weightMap, tensors);
  const kind = /\.(?:safetensors|bin)$/.exec(listed[0] ?? '')?.[0] ?? '.safetensors';
  const unlisted = (folder.names ?? []).filter((name) => name.endsWith(kind) && !listed.includes(name));
  if (unlisted.length > 0) notes.push(`Not in the index: ${unlisted.slice(0, 5).join(', ')}.`);
  const globals = shards.flatMap((shard) => shard.globals);
  return {
    path: place,
    format: shards.every((shard) => shard.format === 'safetensors') ? 'safetensors-sharded' : 'torch-sharded',
    container: '',
    tensors,
    prefixes: commonPrefixes(tensors.map((tensor) => tensor.name)),
    data: metadata === undefined ? undefined : plainToPickle(metadata),
    globals,
    verdict: worstVerdict(globals),
    notes,
    fileBytes: shards.reduce((sum, shard) => sum + shard.fileBytes, 0),
  };
}

async function readAll(
  folder: SourceFolder,
  listed: readonly string[],
  readShard: ReadShard,
): Promise<Checkpoint[]> {
  const shards = new Array<Checkpoint>(listed.length);
  let next = 0;
  const work = async () => {
    for (let i = next++; i < listed.length; i = next++) {
      const source = await folder.open(listed[i]!);
      try {
        shards[i] = await readShard(source);
      } finally {
        await source.close();
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(LIMITS.atOnce, listed.length) }, work));
  return shards;
}

async function readIndex(
  folder: SourceFolder,
  name: string,
): Promise<{ weightMap: Map<string, string>; metadata: unknown }> {
  const place = folder.placeOf(name);
  const source = await folder.open(name);
  let index: unknown;
  try {
    if (source.size > LIMITS.index) throw wrongIndex(place, `it has ${source.size} bytes`);
    const text = Buffer.from(await source.read(0, source.size)).toString('utf8');
    if (text.startsWith('\ufeff'))
      throw wrongIndex(
        place,
        'it begins with a byte order mark, which no loader takes: save it as plain UTF-8',
      );
    index = JSON.parse(text);
  } catch (error) {
    if (error instanceof PlumbError) throw error;
    throw wrongIndex(place, `it is not JSON (${(error as Error).message})`);
  } finally {
    await source.close();
  }
  const { weight_map: map, metadata } = (index ?? {}) as { weight_map?: unknown; metadata?: unknown };
  if (typeof map !== 'object' || map === null || Array.isArray(map))
    throw wrongIndex(place, 'it has no weight_map');
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
      throw wrongIndex(place, `${JSON.stringify(name)} is said to lie in ${JSON.stringify(file)}`);
    weightMap.set(name, file);
  }
  if (new Set(weightMap.values()).size > LIMITS.shards) throw wrongIndex(place, 'it lists too many shards');
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
