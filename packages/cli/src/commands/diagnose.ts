import {
  buildReport,
  collectFacts,
  type Diagnosis,
  diagnose,
  type Language,
  type LanguageTag,
  loadLanguage,
  localise,
  mapStrings,
  type Report,
  readExcerpts,
  reporters,
} from '@plumb/diagnose';
import { formatOf, type ReportFormat } from '../diagnose/report-format.ts';
import { readVersion } from '../read-version.ts';
import { createOutput, type Output, type OutputOptions } from '../terminal/output.ts';
import { bold, cyan, dim, green, red, yellow } from '../terminal/style.ts';
import { writeReport } from '../terminal/write-report.ts';

export interface DiagnoseOptions extends OutputOptions {
  readonly report?: string;
  readonly format: ReportFormat;
  readonly lang: LanguageTag;
}

const STYLE = { bold, dim, red, green, yellow, cyan };

interface Answer {
  readonly diagnosis: Diagnosis;
  /** Redacted where that was asked for. */
  readonly report: Report;
  /** As it was found: locations are made relative before anything is taken out of them. */
  readonly plain: Report;
  readonly language: Language;
}

/** `plumb diagnose PATH…`. 1 where something was found or a symptom is left unexplained. */
export async function run(paths: readonly string[], options: DiagnoseOptions): Promise<number> {
  const format = options.json ? 'json' : options.format;
  // a wrong name is told before the work, not after it
  const fileFormat = options.report === undefined ? undefined : formatOf(options.report);
  const out = await createOutput({ ...options, json: format === 'json' || format === 'sarif' });
  const language = await loadLanguage(options.lang);
  // a page that is read at leisure has room for every way out, and the seconds that they take
  const plan = [format, fileFormat].some((one) => one === 'html' || one === 'markdown');
  const facts = await collectFacts(paths, { plan, onProgress: (text) => out.progress.say(text) });
  out.progress.say('matching causes …');
  const diagnosis = diagnose(facts);
  // only a page that folds has room for the lines around each place
  const excerpts = [format, fileFormat].includes('html') ? await readExcerpts(diagnosis) : undefined;
  const plain = buildReport(diagnosis, language, excerpts);
  const report = mapStrings(plain, out.hide);
  const answer = { diagnosis, report, plain, language };
  out.progress.done();
  if (options.report !== undefined) await writeReport(options.report, toText(fileFormat!, answer, out));
  if (format === 'terminal')
    out.print(reporters.terminal(plain, language.words, { width: out.width, style: STYLE }));
  else out.printHidden(toText(format, answer, out));
  if (options.report !== undefined && format === 'terminal')
    out.print(`\n${dim(language.words.report.whole)} ${options.report}`);
  return exitStatus(diagnosis);
}

function toText(format: ReportFormat, { diagnosis, report, plain, language }: Answer, out: Output): string {
  switch (format) {
    case 'json':
      return out.toJson(reporters.json(localise(diagnosis, language).diagnosis));
    case 'sarif':
      return out.toJson(
        reporters.sarif(plain, language.words, { root: process.cwd(), version: readVersion() }),
      );
    default:
      return reporters[format](report, language.words);
  }
}

/** What could not be read leaves the question open: no findings then does not mean that nothing is wrong. */
function exitStatus({ findings, symptoms, facts }: Diagnosis): number {
  if (findings.length > 0 || symptoms.length > 0) return 1;
  return facts.problems.length > 0 ? 2 : 0;
}
