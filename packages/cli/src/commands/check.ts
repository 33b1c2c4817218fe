import { checkLoad } from '@plumb/architecture';
import { readCheckpoint } from '@plumb/checkpoint';
import { quoteForShell } from '@plumb/core';
import { openEnvironment } from '../capture/open-environment.ts';
import { isFine, printCheck, raisedText } from '../check/print-check.ts';
import { createOutput, type OutputOptions } from '../terminal/output.ts';

export interface CheckOptions extends OutputOptions {
  readonly env: string;
  readonly source?: string;
  readonly raw?: boolean;
}

/**
 * `plumb check CHECKPOINT --env ENVIRONMENT`. 1 where the load raises, another model is built, or tensors stay without
 * a place.
 */
export async function run(args: readonly string[], options: CheckOptions): Promise<number> {
  const path = args[0]!;
  const out = await createOutput(options);
  out.progress.say(`reading ${path} …`);
  const checkpoint = await readCheckpoint(path);
  out.progress.say(`reading ${options.env} …`);
  const env = await openEnvironment(options.env);
  out.progress.say('predicting the load …');
  const result = await checkLoad({ checkpoint, environment: env.environment, source: options.source })
    .then(env.name)
    .finally(env.close);
  out.progress.done();
  if (out.json) out.printJson({ ...result, error: raisedText(result) });
  else if (options.raw) printRaised();
  else {
    out.print(printCheck(result, nextCommand(path, options, isFine(result)), out.width));
  }
  return isFine(result) ? 0 : 1;

  function printRaised() {
    const text = raisedText(result);
    if (text !== null) out.printRaw(text);
  }
}

function nextCommand(path: string, { env, source }: CheckOptions, fine: boolean): string {
  const here = `${quoteForShell(path)} --env ${quoteForShell(env)}`;
  // the source may build something else in place of what cannot be built
  if (source === undefined && !fine) return `plumb check ${here} --source <folder of the code that loads it>`;
  const paths = [path, env, ...(source === undefined ? [] : [source])].map(quoteForShell).join(' ');
  // what loads may still fail: then the logs and results of the evaluation are missing
  return `plumb diagnose ${paths}${fine ? ' <logs and results>' : ''}`;
}
