import { checkLoad } from '@plumb/architecture';
import { quoteForShell } from '@plumb/core';
import { openLoad } from '../capture/open-load.ts';
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
  const { checkpoint, env } = await openLoad(path, options.env, out);
  out.progress.say('predicting the load …');
  const predicted = await checkLoad({ checkpoint, environment: env.environment, source: options.source })
    .then(env.name)
    .finally(env.close);
  const notes = env.name(env.environment.notes ?? []);
  const result = { ...predicted, assumptions: [...predicted.assumptions, ...notes] };
  out.progress.done();
  if (out.json) out.printJson({ ...result, error: raisedText(result) });
  else if (options.raw) printRaised();
  else {
    out.print(printCheck(result, nextCommands(path, options, isFine(result)), out.width));
  }
  return isFine(result) ? 0 : 1;

  function printRaised() {
    const text = raisedText(result);
    if (text !== null) out.printRaw(text);
  }
}

function nextCommands(path: string, { env, source }: CheckOptions, fine: boolean): string[] {
  const here = `${quoteForShell(path)} --env ${quoteForShell(env)}`;
  const paths = [path, env, ...(source === undefined ? [] : [source])].map(quoteForShell).join(' ');
  // what loads may still fail: then the logs and results of the evaluation are missing
  if (fine) return [`plumb diagnose ${paths} <logs and results>`];
  // the source may build something else in place of what cannot be built
  if (source === undefined)
    return [`plumb check ${here} --source <folder of the code that loads it>`, `plumb fix ${here}`];
  return [`plumb fix ${here} --source ${quoteForShell(source)}`, `plumb diagnose ${paths}`];
}
