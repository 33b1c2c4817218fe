import { quoteForShell } from '@plumb/core';
import {
  type LanguageTag,
  loadLanguage,
  localiseRemedies,
  planRemedies,
  type Remedies,
  type RemedyPlan,
  type Way,
} from '@plumb/diagnose';
import { openLoad } from '../capture/open-load.ts';
import { printPlan, printRanking } from '../fix/print-fix.ts';
import { writePlanFiles } from '../fix/write-files.ts';
import { createOutput, type OutputOptions } from '../terminal/output.ts';
import { dim } from '../terminal/style.ts';

export interface FixOptions extends OutputOptions {
  readonly env: string;
  readonly source?: string;
  readonly way?: Way;
  readonly out?: string;
  readonly lang: LanguageTag;
}

/** `plumb fix CHECKPOINT --env ENVIRONMENT`. 1 where the load as it is needs fixing. */
export async function run(args: readonly string[], options: FixOptions): Promise<number> {
  const path = args[0]!;
  const out = await createOutput(options);
  const language = await loadLanguage(options.lang);
  const { words } = language;
  const { checkpoint, env } = await openLoad(path, options.env, out);
  const { source, way } = options;
  const onProgress = (text: string) => out.progress.say(text);
  const planned = await planRemedies({ checkpoint, environment: env.environment, source, way, onProgress })
    .then(env.name)
    .finally(env.close);
  const { remedies, untranslated } = localiseRemedies(planned, language);
  out.progress.done();
  const written = options.out === undefined ? [] : await writePlanFiles(options.out, remedies.plans);
  if (out.json) out.printJson(toJson(remedies, written));
  else {
    const [only] = remedies.plans;
    const text =
      way !== undefined && only
        ? printPlan(only, words, out.width)
        : printRanking(remedies, detailsCommand(path, options, remedies), words, out.width);
    out.print(text);
    if (untranslated.length > 0)
      out.print(`\n${dim(words.report.untranslated(untranslated.join(words.comma)))}`);
    if (options.out !== undefined)
      out.print(
        `\n${written.length > 0 ? `${dim(words.fix.written)} ${written.join(', ')}` : dim(words.fix.noFile)}`,
      );
  }
  return remedies.before.clean ? 0 : 1;
}

function detailsCommand(path: string, { env, source, lang }: FixOptions, { plans }: Remedies): string {
  const here = `${quoteForShell(path)} --env ${quoteForShell(env)}`;
  const code = source === undefined ? '' : ` --source ${quoteForShell(source)}`;
  const language = lang === 'en' ? '' : ` --lang ${lang}`;
  return `plumb fix ${here}${code} --way ${plans[0]?.way ?? 'upgrade'}${language}`;
}

function toJson({ before, plans }: Remedies, written: readonly string[]) {
  return {
    before: { clean: before.clean, text: before.text },
    plans: plans.map((plan) => planToJson(plan)),
    ...(written.length > 0 ? { written } : {}),
  };
}

// a prediction has every tensor's name; `plumb check --json` gives that
function planToJson({ files, checks, copy, ...plan }: RemedyPlan) {
  return {
    ...plan,
    files: files.map(({ name, what }) => ({ name, what })),
    ...(copy ? { copy: copy.name } : {}),
    checks: checks.map(({ label, outcome }) => ({ label, clean: outcome.clean, text: outcome.text })),
  };
}
