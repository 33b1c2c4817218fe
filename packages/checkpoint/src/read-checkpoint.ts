import { type ByteSource, type Location, locate, PlumbError, type RemoteOptions } from '@plumb/core';
import type { Checkpoint } from './checkpoint.ts';
import { type CheckpointKind, sniffSource } from './sniff-checkpoint.ts';

/** For what lies on a server. */
export type ReadOptions = RemoteOptions;

/**
 * Reads a checkpoint's structure: a torch file, safetensors, GGUF, NumPy arrays, a model folder or an index of shards,
 * by its path, its address (`https://…`, `hf://org/model[@revision][/file]`) or as bytes. Tensor data is never read,
 * nothing is executed. Every refusal is a `PlumbError` that says what the file is instead.
 */
export async function readCheckpoint(
  from: string | URL | ByteSource,
  options: ReadOptions = {},
): Promise<Checkpoint> {
  if (typeof from === 'object' && 'read' in from) return readAlone(from);
  const location = await locate(String(from), options);
  if (location.kind === 'file') return readLocated(location);
  const { readModelFolder } = await import('./read-model-folder.ts');
  return readModelFolder(await location.folder(), readAlone);
}

async function readLocated(location: Extract<Location, { kind: 'file' }>): Promise<Checkpoint> {
  const source = await location.open();
  let checkpoint: Checkpoint;
  try {
    const kind = await sniffSource(source);
    if (kind === 'safetensors-index') {
      const { readShards } = await import('./read-shards.ts');
      return await readShards(await location.folder(), location.name, readAlone);
    }
    checkpoint = await readSource(source, kind);
  } finally {
    await source.close();
  }
  if (!/^adapter_model\./.test(location.name)) return checkpoint;
  const { withAdapter } = await import('./read-adapter.ts');
  return withAdapter(checkpoint, await location.folder());
}

/** A file that needs no others. */
async function readAlone(source: ByteSource): Promise<Checkpoint> {
  const kind = await sniffSource(source);
  if (kind !== 'safetensors-index') return readSource(source, kind);
  throw new PlumbError({
    code: 'CHECKPOINT_INDEX_WRONG',
    what: `${source.place} is an index of shards where a file of tensors is expected.`,
    why: 'An index names the files beside it, and it was given alone, or as one of its own shards.',
    remedy: 'Give the path of the index itself.',
  });
}

/** Torch's archives one behind another, a tensor each: the list of the last is no list of them all. */
function pieceOfMany(place: string): PlumbError {
  return new PlumbError({
    code: 'CHECKPOINT_DISTRIBUTED',
    what: `${place} is one process's part of a checkpoint of torch.distributed.checkpoint.`,
    why: 'Which tensor lies where, the .metadata beside it says; only all parts together are a state dict.',
    remedy:
      'Put them together: python -m torch.distributed.checkpoint.format_utils dcp_to_torch <its folder> merged.pt',
  });
}

/** Each format is loaded when it is met: every module costs a millisecond before the first byte is read. */
async function readSource(source: ByteSource, kind: CheckpointKind): Promise<Checkpoint> {
  if (source.place.endsWith('.distcp')) throw pieceOfMany(source.place);
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
  const { readRareFormat } = await import('./read-rare-format.ts');
  return readRareFormat(source, kind);
}
