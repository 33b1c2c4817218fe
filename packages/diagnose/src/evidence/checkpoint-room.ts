import type { Checkpoint } from '@plumb/checkpoint';
import * as room from '@plumb/checkpoint';

// until the room exports both
const exported = room as unknown as {
  sniffCheckpoint?: (path: string) => Promise<unknown>;
  readCheckpoint?: (path: string) => Promise<Checkpoint>;
};

export async function sniffCheckpoint(path: string): Promise<boolean> {
  return Boolean(await exported.sniffCheckpoint?.(path));
}

export async function readCheckpoint(path: string): Promise<Checkpoint> {
  if (!exported.readCheckpoint) throw new Error('no reader of checkpoints yet');
  return exported.readCheckpoint(path);
}
