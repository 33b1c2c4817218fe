import { type ByteSource, openFile } from '@plumb/core';
import type { Checkpoint } from './checkpoint.ts';
import { checkpointFromTorchZip } from './checkpoint-from-torch-zip.ts';
import { chooseCheckpointFile } from './choose-checkpoint-file.ts';
import { commonPrefixes } from './common-prefixes.ts';
import { plainToPickle } from './plain-to-pickle.ts';
import { readSafetensors } from './read-safetensors.ts';
import { readShards } from './read-shards.ts';
import { refuse } from './refuse-file.ts';
import { isFolder, sniffSource } from './sniff-checkpoint.ts';

/**
 * Reads a checkpoint's structure: a torch archive, safetensors, or a folder or index of shards. Tensor data is never
 * read, nothing is executed. Every refusal is a `PlumbError` that says what the file is instead.
 */
export async function readCheckpoint(path: string): Promise<Checkpoint> {
  if (!(await isFolder(path))) return readFile(path);
  const chosen = await chooseCheckpointFile(path);
  const checkpoint = await readFile(chosen.path);
  return { ...checkpoint, path, notes: [...chosen.notes, ...checkpoint.notes] };
}

async function readFile(path: string): Promise<Checkpoint> {
  const source = await openFile(path);
  try {
    const kind = await sniffSource(source);
    if (kind === 'torch-zip') return await checkpointFromTorchZip(source);
    // a safetensors file by name that does not look like one gets the reader's own, more exact complaint
    if (
      kind === 'safetensors' ||
      (kind === 'not-a-checkpoint' && path.endsWith('.safetensors') && source.size > 0)
    )
      return await checkpointFromSafetensors(source);
    if (kind !== 'safetensors-index') throw await refuse(source, kind);
  } finally {
    await source.close();
  }
  return readShards(path);
}

async function checkpointFromSafetensors(source: ByteSource): Promise<Checkpoint> {
  const { tensors, metadata } = await readSafetensors(source);
  return {
    path: source.place,
    format: 'safetensors',
    container: '',
    tensors,
    prefixes: commonPrefixes(tensors.map((tensor) => tensor.name)),
    data: Object.keys(metadata).length === 0 ? undefined : plainToPickle(metadata),
    globals: [],
    verdict: 'safe',
    notes: [],
    fileBytes: source.size,
  };
}
