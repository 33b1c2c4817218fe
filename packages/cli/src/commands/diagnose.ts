import { writeFile } from 'node:fs/promises';
import { PlumbError } from '@plumb/core';
import { collectFacts, diagnose, reporters } from '@plumb/diagnose';
import { createOutput, type OutputOptions } from '../terminal/output.ts';

export interface DiagnoseOptions extends OutputOptions {
  readonly report?: string;
  readonly format: 'terminal' | 'markdown' | 'json';
}

/** `plumb diagnose PATH…`. 1 where something was found or a symptom is left unexplained. */
export async function run(paths: readonly string[], options: DiagnoseOptions): Promise<number> {
  const json = options.json === true || options.format === 'json';
  const out = await createOutput({ ...options, json });
  const facts = await collectFacts(paths, { onProgress: (text) => out.progress.say(text) });
  out.progress.say('matching causes …');
  const diagnosis = diagnose(facts);
  out.progress.done();
  if (options.report !== undefined)
    await writeReport(options.report, out.hide(reporters.markdown(diagnosis)));
  return 0;
}

async function writeReport(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text);
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
