import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** A repository keeps a benchmark that it vendors some five folders deep. */
const MAX_DEPTH = 7;
/** Folders of a large repository with its data; more are not looked through for one name. */
const MAX_FOLDERS = 5000;

/** Folders of a name below a root, where they can be read. Links are not followed. */
export async function findFolders(root: string, name: string): Promise<string[]> {
  const found: string[] = [];
  let level = [root];
  let seen = 0;
  for (let depth = 0; depth < MAX_DEPTH && level.length > 0; depth++) {
    const next: string[] = [];
    for (const folder of level) {
      if (++seen > MAX_FOLDERS) return found;
      // a folder that can't be read can't be looked in either
      const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
      for (const entry of entries) {
        if (!entry.isDirectory() || entry.name.startsWith('.') || entry.name === 'node_modules') continue;
        (entry.name === name ? found : next).push(join(folder, entry.name));
      }
    }
    level = next;
  }
  return found;
}
