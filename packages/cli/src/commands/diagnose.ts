import { writeFile } from 'node:fs/promises';
import { PlumbError } from '@plumb/core';
import { collectFacts, type Diagnosis, diagnose, reporters } from '@plumb/diagnose';
import { createOutput, type OutputOptions } from '../terminal/output.ts';
import { bold, cyan, dim, green, red, yellow } from '../terminal/style.ts';

export interface DiagnoseOptions extends OutputOptions {
  readonly report?: string;
  readonly format: 'terminal' | 'markdown' | 'json';
}

const STYLE = { bold, dim, red, green, yellow, cyan };

/** `plumb diagnose PATH…`. 1 where something was found or a symptom is left unexplained. */
export async function run(paths: readonly string[], options: DiagnoseOptions): Promise<number> {
  const format = options.json ? 'json' : options.format;
  const out = await createOutput({ ...options, json: format === 'json' });
  const facts = await collectFacts(paths, { onProgress: (text) => out.progress.say(text) });
  out.progress.say('matching causes …');
  const diagnosis = diagnose(facts);
  out.progress.done();
  if (options.report !== undefined)
    await writeReport(options.report, out.hide(reporters.markdown(diagnosis)));
  if (format === 'json') out.printJson(reporters.json(diagnosis));
  else if (format === 'markdown') out.printRaw(reporters.markdown(diagnosis));
  else out.print(reporters.terminal(diagnosis, { width: out.width, style: STYLE }));
  if (options.report !== undefined && format === 'terminal')
    out.print(`\n${dim('The whole report, with remedies, is in')} ${options.report}`);
  return exitStatus(diagnosis);
}

/** What could not be read leaves the question open: no findings then does not mean that nothing is wrong. */
function exitStatus({ findings, symptoms, facts }: Diagnosis): number {
  if (findings.length > 0 || symptoms.length > 0) return 1;
  return facts.problems.length > 0 ? 2 : 0;
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
