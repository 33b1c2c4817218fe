import { realpathSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openRandomTable } from '../weights/random-table.ts';
import type { AtlasModel } from './atlas-model.ts';

/**
 * The same model with random weights, in a temporary folder until `remove`. The language model is not among them: the
 * source keeps it frozen, so a policy that learnt nothing has it too.
 */
export async function openTwin(
  model: AtlasModel,
  seed: number,
): Promise<{ model: AtlasModel; remove(): Promise<void> }> {
  const folder = realpathSync(await mkdtemp(join(tmpdir(), 'plumb-twin-')));
  const table = openRandomTable(model.spec, folder, { seed, shareLayers: true });
  return {
    model: { ...model, table },
    remove: async () => {
      table.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
