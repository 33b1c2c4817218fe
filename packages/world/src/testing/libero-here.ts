import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AssetPart } from '../assets/asset-part.ts';
import { findAssets } from '../assets/find-assets.ts';

/** For specs: LIBERO's and robosuite's folders where this machine has them all, else undefined. */
export async function liberoHere(): Promise<Record<AssetPart['name'], string> | undefined> {
  const found = await findAssets();
  if (found.some((entry) => entry.path === undefined)) return undefined;
  return Object.fromEntries(found.map((entry) => [entry.part.name, entry.path])) as Record<
    AssetPart['name'],
    string
  >;
}

/** For specs: the recorded reference beside the repository (or `PLUMB_SHARED`), else undefined. */
export function referenceHere(): string | undefined {
  const shared = process.env.PLUMB_SHARED ?? fileURLToPath(new URL('../../../../../shared', import.meta.url));
  const path = join(shared, 'libero', 'reference');
  return existsSync(path) ? path : undefined;
}

/** The four tasks of which everything was recorded, as suite/task-name. */
export const RECORDED_TASKS = [
  'libero_10/KITCHEN_SCENE4_put_the_black_bowl_in_the_bottom_drawer_of_the_cabinet_and_close_it',
  'libero_goal/turn_on_the_stove',
  'libero_object/pick_up_the_alphabet_soup_and_place_it_in_the_basket',
  'libero_spatial/pick_up_the_black_bowl_between_the_plate_and_the_ramekin_and_place_it_on_the_plate',
] as const;
