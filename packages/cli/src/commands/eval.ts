import { join } from 'node:path';
import { closeAfter, PlumbError } from '@plumb/core';
import {
  type ChosenPolicy,
  choosePolicy,
  Evaluation,
  type EvaluationEnd,
  makeRunSpec,
  openEpisodes,
  planEpisodes,
} from '@plumb/evaluate';
import {
  describeEnvironment,
  type EnvironmentShare,
  episodeName,
  openRun,
  type RunSpec,
  RunWriter,
} from '@plumb/run';
import { DESK_SUITE, requireAssets } from '@plumb/world';
import { chooseWorkers } from '../eval/choose-workers.ts';
import { type EvalOptions, SPEC_OPTIONS } from '../eval/eval-options.ts';
import { finishEval, makeFilms } from '../eval/finish-eval.ts';
import { type ProgressStart, startEvalProgress } from '../eval/live-progress.ts';
import { othersIn, refuseMixture } from '../eval/mixed-run.ts';
import { localOptions } from '../eval/model-options.ts';
import { onInterrupt } from '../eval/on-interrupt.ts';
import { optionsOfRun, policyDifferences } from '../eval/policy-of-run.ts';
import { readVersion } from '../read-version.ts';
import { createOutput, type Output } from '../terminal/output.ts';
import { safeLine } from '../terminal/print-safe.ts';

/** `plumb eval POLICY`: 0 whatever the score, 1 with errors or after --stop-on, 130 after Ctrl-C. */
export async function run(args: readonly string[], options: EvalOptions): Promise<number> {
  const out = await createOutput(options);
  checkTogether(options);
  if (options.explain) return (await import('../eval/explain-eval.ts')).explainEval(args[0], options, out);
  const before = options.resume === undefined ? undefined : readResumed(options.resume, options);
  const resumed = before?.spec;
  const name = args[0] ?? resumed?.policy.name;
  if (name === undefined) throw missing('policy', 'Name one, e.g. plumb eval expert --suite plumb-desk.');
  const chosen = await choosePolicy(name, policyOptions(options, resumed));
  return closeAfter(
    async () => {
      const spec = resumed ? sameRun(resumed, chosen, options.resume!) : newSpec(chosen, options);
      if (before?.left === 0 && !options.dryRun) return tellWhole(before, options, out);
      // told before anything is written
      if (spec.suite !== DESK_SUITE) await requireAssets();
      const workers = chooseWorkers(options.workers, planEpisodes(spec).length);
      if (options.dryRun)
        return (await import('../eval/dry-run.ts')).runDry(chosen, spec, workers, options, out);
      const writer =
        options.resume === undefined
          ? RunWriter.create(options.out ?? defaultFolder(spec), spec, workers)
          : RunWriter.resume(options.resume, workers, readVersion());
      return evaluate(chosen, writer, workers, before?.others ?? [], options, out);
    },
    () => chosen.close(),
  );
}

async function evaluate(
  chosen: ChosenPolicy,
  writer: RunWriter,
  workers: number,
  others: readonly EnvironmentShare[],
  options: EvalOptions,
  out: Output,
): Promise<number> {
  const jsonLine = jsonLines(out);
  if (out.json)
    jsonLine({ event: 'start', run: writer.folder, workers, spec: writer.spec, mixedWith: others });
  else if (others.length > 0) process.stderr.write(`${safeLine(tellMixture(others))}\n`);
  const progress = out.json ? undefined : startEvalProgress(progressStart(writer), process.stderr, out.hide);
  const interrupt = onInterrupt();
  const { policy, recorded } = chosen;
  const evaluation = new Evaluation({
    run: writer,
    policy,
    workers,
    signal: interrupt.signal,
    stopOnSuspect: options.stopOn === 'suspect',
    ...(options.timeout !== undefined && { timeout: 1000 * options.timeout }),
    ...(recorded && { recorded }),
    onEvent(event) {
      progress?.event(event);
      if (out.json && event.type !== 'step') {
        const { type, ...rest } = event;
        jsonLine({ event: type, ...rest });
      }
    },
  });
  let end: EvaluationEnd = { end: 'failed' };
  await closeAfter(
    async () => {
      end = await evaluation.run();
    },
    (error) => {
      interrupt.done();
      progress?.done();
      writer.close(end.end, noteOf(end.error ?? error));
    },
  );
  if (end.end === 'cancelled') return finishEval(writer.folder, end, [], out, jsonLine);
  let films: string[] = [];
  let status: number;
  try {
    films = await makeFilms(writer.folder, options, out);
  } finally {
    // the figures are told, whatever becomes of the films
    status = finishEval(writer.folder, end, films, out, jsonLine);
  }
  return status;
}

/** Line breaks within strings are escaped: those that are left are the layout's. */
const jsonLines = (out: Output) => (value: unknown) =>
  process.stdout.write(`${out.toJson(value).replace(/\n\s*/g, '')}\n`);

/** A run of which nothing is left: no sitting is begun, and films are made only where they are asked for. */
async function tellWhole({ folder, spec }: ResumedRun, options: EvalOptions, out: Output): Promise<number> {
  const jsonLine = jsonLines(out);
  if (out.json) jsonLine({ event: 'start', run: folder, workers: 0, spec, mixedWith: [] });
  const films = options.videos === undefined ? [] : await makeFilms(folder, options, out);
  const status = finishEval(folder, { end: 'finished' }, films, out, jsonLine);
  if (!out.json) out.print('Nothing was left to run: every episode was scored before.');
  return status;
}

/** Why a sitting ended before its time, for the run. */
function noteOf(error: unknown): string | undefined {
  return error instanceof PlumbError ? error.what : (error as Error | undefined)?.message;
}

function policyOptions(options: EvalOptions, resumed: RunSpec | undefined) {
  const timeout = options.timeout === undefined ? undefined : 1000 * options.timeout;
  return {
    ...(resumed ? optionsOfRun(resumed) : { manifest: options.manifest ?? [] }),
    ...(!resumed && options.seed !== undefined && { seed: options.seed }),
    ...(options.unnormKey !== undefined && { unnormKey: options.unnormKey }),
    local: localOptions(options),
    ...(timeout !== undefined && { timeouts: { answer: timeout, firstAnswer: Math.max(timeout, 300_000) } }),
  };
}

function newSpec({ spec, recordedSpec }: ChosenPolicy, options: EvalOptions): RunSpec {
  // without a word about it, a run is played again as it was
  if (recordedSpec && !SPEC_OPTIONS.some((option) => option !== 'out' && options[option] !== undefined))
    return { ...recordedSpec, policy: spec, plumb: readVersion() };
  if (options.suite === undefined)
    throw missing('suite', 'Say which: --suite libero_spatial. Without LIBERO’s assets: --suite plumb-desk.');
  return makeRunSpec(
    {
      suite: options.suite,
      ...(options.tasks && { tasks: options.tasks }),
      ...(options.shard && { shard: options.shard }),
      ...(options.protocol && { protocol: options.protocol }),
      ...(options.physics && { physics: options.physics }),
      ...(options.look && { look: options.look === '3' ? 3 : 2 }),
      changes: {
        ...(options.settle !== undefined && { settleSteps: options.settle }),
        ...(options.horizon !== undefined && { horizon: options.horizon }),
        ...(options.replan !== undefined && { replan: options.replan }),
        ...(options.episodes !== undefined && { episodes: options.episodes }),
        ...(options.seed !== undefined && { seed: options.seed }),
      },
      version: readVersion(),
    },
    spec,
  );
}

/** An option that does nothing is a misunderstanding, not a preference. */
function checkTogether({ mixed, resume, script, explain }: EvalOptions): void {
  const alone = [
    ...(mixed && resume === undefined ? [['--mixed', '--resume']] : []),
    ...(script !== undefined && !explain ? [['--script', '--explain']] : []),
  ][0];
  if (alone === undefined) return;
  throw new PlumbError({
    code: 'OPTION_ALONE',
    what: `${alone[0]} means nothing without ${alone[1]}.`,
    why: 'The command line was not understood, so nothing was done.',
    remedy: `Give ${alone[1]}, too, or leave it out; plumb help eval shows what they do.`,
  });
}

const tellMixture = (others: readonly EnvironmentShare[]) =>
  `! The run becomes a mixed one: so far it was scored by ${others.map(describeEnvironment).join(' and by ')}.`;

interface ResumedRun {
  readonly folder: string;
  /** What it was begun with. */
  readonly spec: RunSpec;
  /** Episodes that are still to be run. */
  readonly left: number;
  /** What else than this process scored episodes of it. */
  readonly others: readonly EnvironmentShare[];
}

function readResumed(path: string, options: EvalOptions): ResumedRun {
  const set = SPEC_OPTIONS.filter((option) => options[option] !== undefined);
  if (set.length > 0)
    throw new PlumbError({
      code: 'RESUME_CHANGED',
      what: `--resume does not go with ${set.map((option) => `--${option}`).join(', ')}.`,
      why: 'A run goes on as it began: one rate over episodes that were run differently would stand for nothing.',
      remedy: `Leave them out, or start another run. --workers, --timeout and --stop-on may change.`,
    });
  const opened = openRun(path);
  opened.close();
  const others = othersIn(opened);
  if (others.length > 0 && !options.mixed) throw refuseMixture(path, others);
  const { folder, spec, episodes } = opened;
  const done = new Map(episodes.map((record) => [episodeName(record), record]));
  return { folder, spec, left: openEpisodes(spec, done).length, others };
}

/** Throws `RESUME_CHANGED` where the policy that answers now is not the one of before. */
function sameRun(before: RunSpec, { spec }: ChosenPolicy, path: string): RunSpec {
  const differences = policyDifferences(before.policy, spec);
  if (differences.length === 0) return before;
  throw new PlumbError({
    code: 'RESUME_CHANGED',
    what: `The policy is not the one that ${path} was begun with: ${differences.join('; ')}.`,
    why: 'One rate over the episodes of two policies would stand for neither.',
    remedy:
      'Start the server as it was, give --unnorm-key, --variant and --language-model as then, or begin another run with --out.',
  });
}

function progressStart(writer: RunWriter): ProgressStart {
  const planned = planEpisodes(writer.spec);
  const tasks = new Map<number, number>();
  for (const { task } of planned) tasks.set(task, (tasks.get(task) ?? 0) + 1);
  return { total: planned.length, before: [...writer.episodes.values()], tasks };
}

/** `runs/2026-11-22T20-31-05-plumb-desk`. */
function defaultFolder({ suite }: RunSpec): string {
  const now = new Date().toISOString().slice(0, 19).replaceAll(':', '-');
  return join('runs', `${now}-${suite}`);
}

function missing(what: string, remedy: string): PlumbError {
  return new PlumbError({
    code: 'EVAL_INCOMPLETE',
    what: `There is no ${what} to evaluate.`,
    why: 'A run needs a policy and a suite; everything else has a default.',
    remedy,
  });
}
