import { stat } from 'node:fs/promises';
import { type ByteSource, openFile } from '@plumb/core';
import { PickleMachine } from './pickle-machine.ts';
import { runPickle } from './unpickle.ts';

const LIMITS = {
  /** Bytes looked at in the beginning: enough for every signature and for a tar's (at 257). */
  head: 512,
  /** A safetensors header beyond this is refused by the reference reader, too. */
  header: 100_000_000,
};

/** What a file is, by its content; the name counts only for an index, which is JSON among JSON. */
export type CheckpointKind =
  | 'torch-zip'
  | 'safetensors'
  | 'safetensors-index'
  | 'torch-legacy'
  | 'torch-tar'
  | 'npy'
  | 'npz'
  | 'gguf'
  | 'pickle'
  | 'lfs-pointer'
  | 'web-page'
  | 'not-a-checkpoint';

/** The kind of a file, cheaply: its first 512 bytes. Throws `FILE_UNREADABLE`. */
export async function sniffCheckpoint(path: string): Promise<CheckpointKind> {
  const source = await openFile(path);
  try {
    return await sniffSource(source);
  } finally {
    await source.close();
  }
}

/** `torch.load` decides by the first four bytes, so a ZIP behind something else is not one. */
export async function sniffSource(source: ByteSource): Promise<CheckpointKind> {
  const head = await source.read(0, Math.min(source.size, LIMITS.head));
  const text = Buffer.from(head).toString('latin1');
  if (text.startsWith('PK\x03\x04')) return firstRecord(head).endsWith('.npy') ? 'npz' : 'torch-zip';
  if (text.startsWith('\x93NUMPY')) return 'npy';
  if (text.startsWith('GGUF')) return 'gguf';
  if (text.startsWith('version https://git-lfs.github.com/spec/')) return 'lfs-pointer';
  if (/^\s*<(?:!doctype html|html|head|\?xml)/i.test(text)) return 'web-page';
  if (isSafetensors(head, source.size)) return 'safetensors';
  if (text.slice(257, 262) === 'ustar') return 'torch-tar';
  if (isLegacyTorch(head)) return 'torch-legacy';
  if (/^\s*\{/.test(text)) return (await hasWeightMap(source)) ? 'safetensors-index' : 'not-a-checkpoint';
  return isPickle(head) ? 'pickle' : 'not-a-checkpoint';
}

/** Its name; torch's is a folder's `data.pkl`, and what torch would read is decided by the list at the end. */
function firstRecord(head: Uint8Array): string {
  const length = (head[26] ?? 0) | ((head[27] ?? 0) << 8);
  return Buffer.from(head.subarray(30, 30 + length)).toString('latin1');
}

/** Eight bytes of length, then a JSON object. */
function isSafetensors(head: Uint8Array, size: number): boolean {
  if (head.length < 10 || head[8] !== 0x7b) return false;
  const length = new DataView(head.buffer, head.byteOffset).getBigUint64(0, true);
  return length <= LIMITS.header && length >= 2n && (head[9] === 0x22 || head[9] === 0x7d) && size > 8;
}

/** A pickled long of ten bytes opens torch's stream of before 1.6: 0x1950a86a20f9469cfc6c. */
function isLegacyTorch(head: Uint8Array): boolean {
  const magic = [0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e];
  const start = head[0] === 0x80 ? 2 : 0;
  return magic.every((byte, i) => head[start + i] === byte);
}

/**
 * Protocols 2 to 5 begin with PROTO. Protocols 0 and 1 begin with any opcode, and so may a pickle that hides: what the
 * inert unpickler can run until the bytes end, or until STOP, is one.
 */
function isPickle(head: Uint8Array): boolean {
  if (head[0] === 0x80) return head[1]! >= 2 && head[1]! <= 5;
  const machine = new PickleMachine(head, 0, 'the head of a file');
  try {
    runPickle(machine);
    return true;
  } catch {
    // one opcode alone proves nothing: S, L or I and a long line are how sentences begin
    return machine.exhausted && machine.opcodes > 1;
  }
}

async function hasWeightMap(source: ByteSource): Promise<boolean> {
  if (source.size > LIMITS.header) return false;
  const text = Buffer.from(await source.read(0, source.size)).toString('utf8');
  return /"weight_map"\s*:\s*\{/.test(text);
}

/** Is it a folder? Throws nothing: what is unreadable is said when it is opened. */
export async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
}
