import { type ByteSource, openFile } from '@plumb/core';
import type { Checkpoint } from './checkpoint.ts';
import { type CheckpointKind, isFolder, sniffSource } from './sniff-checkpoint.ts';

/**
 * Reads a checkpoint's structure: a torch archive, safetensors, or a folder or index of shards. Tensor data is never
 * read, nothing is executed. Every refusal is a `PlumbError` that says what the file is instead.
 */
export async function readCheckpoint(path: string): Promise<Checkpoint> {
  if (!(await isFolder(path))) return readFile(path);
  const { chooseCheckpointFile } = await import('./choose-checkpoint-file.ts');
  const chosen = await chooseCheckpointFile(path);
  const checkpoint = await readFile(chosen.path);
  return { ...checkpoint, path, notes: [...chosen.notes, ...checkpoint.notes] };
}

async function readFile(path: string): Promise<Checkpoint> {
  const source = await openFile(path);
  try {
    const kind = await sniffSource(source);
    if (kind !== 'safetensors-index') return await readSource(source, kind);
  } finally {
    await source.close();
  }
  const { readShards } = await import('./read-shards.ts');
  return readShards(path);
}

/** Each format is loaded when it is met: every module costs a millisecond before the first byte is read. */
async function readSource(source: ByteSource, kind: CheckpointKind): Promise<Checkpoint> {
  if (kind === 'torch-zip') {
    const { checkpointFromTorchZip } = await import('./checkpoint-from-torch-zip.ts');
    return checkpointFromTorchZip(source);
  }
  // a safetensors file by name that does not look like one gets the reader's own, more exact complaint
  const named = kind === 'not-a-checkpoint' && source.place.endsWith('.safetensors') && source.size > 0;
  if (kind === 'safetensors' || named) {
    const { checkpointFromSafetensors } = await import('./read-safetensors.ts');
    return checkpointFromSafetensors(source);
  }
  const { refuse } = await import('./refuse-file.ts');
  throw await refuse(source, kind);
}
