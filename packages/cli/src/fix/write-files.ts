import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolders, PlumbError } from '@plumb/core';
import type { RemedyPlan } from '@plumb/diagnose';

/** Writes the files and copies of the plans into a folder, made where it is missing and there is something to write. Nothing is overwritten. */
export async function writePlanFiles(folder: string, plans: readonly RemedyPlan[]): Promise<string[]> {
  const files = plans.flatMap((plan) => plan.files);
  const written: string[] = [];
  if (files.length === 0 && plans.every(({ copy }) => !copy)) return written;
  try {
    makeFolders(folder);
    for (const { name, text } of files) {
      const path = join(folder, name);
      await writeFile(path, text, { flag: 'wx' });
      written.push(path);
    }
  } catch (cause) {
    throw new PlumbError(
      {
        code: 'PLAN_NOT_WRITTEN',
        what: `The plan's files cannot be written to ${folder}${written.length > 0 ? ` (${written.length} of ${files.length} were)` : ''}.`,
        why: (cause as Error).message,
        remedy:
          'Name a folder that is new or empty and that you may write to. Nothing that exists is overwritten.',
      },
      { cause },
    );
  }
  for (const { copy } of plans) {
    if (!copy) continue;
    // the writers are loaded only where there is a copy to write
    const { convertCheckpoint } = await import('@plumb/checkpoint/convert');
    const { files: copies } = await convertCheckpoint(copy.checkpoint, join(folder, copy.name));
    written.push(...copies.map(({ path }) => path));
  }
  return written;
}
