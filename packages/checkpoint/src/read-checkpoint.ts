import { type ByteSource, openFile } from '@plumb/core';
import type { Checkpoint } from './checkpoint.ts';
import { checkpointFromTorchZip } from './checkpoint-from-torch-zip.ts';
import { refuse } from './refuse-file.ts';
import { sniffSource } from './sniff-checkpoint.ts';

/**
 * Reads a checkpoint's structure: a torch archive, safetensors, or a folder or index of shards. Tensor data is never
 * read, nothing is executed. Every refusal is a `PlumbError` that says what the file is instead.
 */
export async function readCheckpoint(path: string): Promise<Checkpoint> {
  const source = await openFile(path);
  try {
    return await readSource(source);
  } finally {
    await source.close();
  }
}

async function readSource(source: ByteSource): Promise<Checkpoint> {
  const kind = await sniffSource(source);
  if (kind === 'torch-zip') return checkpointFromTorchZip(source);
  throw await refuse(source, kind);
}
