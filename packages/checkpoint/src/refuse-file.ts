import { type ByteSource, PlumbError } from '@plumb/core';
import { nameOpaque } from './name-opaque.ts';
import type { CheckpointKind } from './sniff-checkpoint.ts';

type Refusal = { code: string; what: string; why: string; remedy: string };

const REFUSALS: Readonly<Partial<Record<CheckpointKind, (place: string) => Refusal>>> = {
  'lfs-pointer': (place) => ({
    code: 'CHECKPOINT_LFS_POINTER',
    what: `${place} is a git-LFS pointer, a note of three lines about a file that was never fetched.`,
    why: 'The repository was cloned without git-lfs; torch fails on such a file with "invalid load key, \'v\'".',
    remedy: 'Run: git lfs install && git lfs pull',
  }),
  'web-page': (place) => ({
    code: 'CHECKPOINT_WEB_PAGE',
    what: `${place} is a web page, not a checkpoint.`,
    why: 'A download that needs a login, or a link to the page of a file instead of the file, saves the page.',
    remedy: 'Download again with the direct link ("resolve" rather than "blob") and, where needed, a token.',
  }),
  'torch-tar': (place) => ({
    code: 'CHECKPOINT_TAR',
    what: `${place} is a tar archive: somebody packed a folder, or it was saved by torch before 0.1.10 (2017).`,
    why: 'Plumb reads what torch.save has written since then.',
    remedy:
      'Unpack it with tar -xf and give what is inside; a file of that age: load and save it with torch.',
  }),
  pickle: (place) => ({
    code: 'CHECKPOINT_BARE_PICKLE',
    what: `${place} is a bare pickle, without the archive that torch.save puts around one.`,
    why: 'It was written by pickle.dump or numpy, so it names no storages and holds no state dict of tensors.',
    remedy: 'If it should be a checkpoint, save it with torch.save or safetensors.',
  }),
};

function packed(place: string, packer: string): PlumbError {
  return new PlumbError({
    code: 'CHECKPOINT_PACKED',
    what: `${place} is compressed by ${packer}.`,
    why: 'Plumb reads checkpoints as they are; no loader opens one that is packed, either.',
    remedy: 'Unpack it, then give what was inside.',
  });
}

/** Says what a file is that cannot be read as a checkpoint. */
export async function refuse(source: ByteSource, kind: CheckpointKind): Promise<PlumbError> {
  const refusal = REFUSALS[kind]?.(source.place);
  if (refusal !== undefined) return new PlumbError(refusal);
  const head = await source.read(0, Math.min(16, source.size));
  const packer = nameOpaque(head) ?? (head[0] === 0x1f && head[1] === 0x8b ? 'gzip' : undefined);
  if (packer !== undefined) return packed(source.place, packer);
  const zeros = head.length > 0 && head.every((byte) => byte === 0);
  return new PlumbError({
    code: 'NOT_A_CHECKPOINT',
    what:
      source.size === 0
        ? `${source.place} is empty.`
        : `${source.place} is no checkpoint that Plumb knows (it begins with ${Buffer.from(head).toString('hex')}).`,
    why: zeros
      ? 'It begins with zeros: space was reserved for a download or a save that never finished.'
      : 'Plumb reads what torch.save writes (.pt, .pth, .bin, .ckpt), safetensors, GGUF, .npy and .npz.',
    remedy: 'Check the path; fetch or save the file again and compare its size with the original.',
  });
}
