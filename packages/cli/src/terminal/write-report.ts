import { writeFile } from 'node:fs/promises';
import { PlumbError } from '@plumb/core';

/** Writes the report that an option asks for, ending in a line's end. Throws `REPORT_NOT_WRITTEN`. */
export async function writeReport(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text.endsWith('\n') ? text : `${text}\n`);
  } catch (cause) {
    throw new PlumbError(
      {
        code: 'REPORT_NOT_WRITTEN',
        what: `The report cannot be written to ${path}.`,
        why: (cause as Error).message,
        remedy: 'Name a file in a folder that exists and that you may write to.',
      },
      { cause },
    );
  }
}
