import type { ByteSource } from '@plumb/core';
import type { Checkpoint } from './checkpoint.ts';
import { foldCase } from './find-zip-record.ts';
import { readZipDirectory } from './read-zip-directory.ts';
import { refuse } from './refuse-file.ts';
import type { CheckpointKind } from './sniff-checkpoint.ts';

/** The formats beside today's two, each loaded when it is met; refuses what is no checkpoint. */
export async function readRareFormat(source: ByteSource, kind: CheckpointKind): Promise<Checkpoint> {
  switch (kind) {
    case 'torch-legacy':
      return (await import('./read-torch-legacy.ts')).checkpointFromTorchLegacy(source);
    case 'npz':
      return readArrays(source);
    case 'npy':
      return (await import('./checkpoint-from-npz.ts')).checkpointFromNpy(source);
    case 'gguf':
      return (await import('./checkpoint-from-gguf.ts')).checkpointFromGguf(source);
    default:
      throw await refuse(source, kind);
  }
}

/** An archive that begins with an array and holds a `data.pkl` all the same is one that torch would load. */
async function readArrays(source: ByteSource): Promise<Checkpoint> {
  const records = await readZipDirectory(source);
  const folder = /^[^/]*\//.exec(records[0]?.name ?? '')?.[0];
  if (folder !== undefined && records.some(({ name }) => foldCase(name) === foldCase(`${folder}data.pkl`)))
    return (await import('./checkpoint-from-torch-zip.ts')).checkpointFromTorchZip(source);
  return (await import('./checkpoint-from-npz.ts')).checkpointFromNpz(source, records);
}
