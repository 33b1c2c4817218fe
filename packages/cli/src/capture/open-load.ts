import { type Checkpoint, readCheckpoint } from '@plumb/checkpoint';
import type { Output } from '../terminal/output.ts';
import { type OpenEnvironment, openEnvironment } from './open-environment.ts';

export interface OpenLoad {
  readonly checkpoint: Checkpoint;
  readonly env: OpenEnvironment;
}

/** The two sides of a load, with a word on what takes its time: a checkpoint's path, and what `--env` names. */
export async function openLoad(checkpointPath: string, envPath: string, out: Output): Promise<OpenLoad> {
  out.progress.say(`reading ${checkpointPath} …`);
  const checkpoint = await readCheckpoint(checkpointPath);
  out.progress.say(`reading ${envPath} …`);
  return { checkpoint, env: await openEnvironment(envPath) };
}
