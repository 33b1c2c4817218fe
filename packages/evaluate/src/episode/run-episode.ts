import { type ActionChunk, checkAction } from '@plumb/contract';
import { PlumbError } from '@plumb/core';
import type { EpisodeRecord, EpisodeSignal, StepRecord } from '@plumb/run';
import { signalsOfEpisode } from '@plumb/run/watch';
import type { LiberoWorld, Observed } from '@plumb/world';
import { digestOf } from './digest.ts';
import type { EpisodeJob, EpisodeRules } from './episode-job.ts';
import { startEpisode } from './start-episode.ts';

/** Steps between two looks for signals: twice a second of the robot's time. */
const WATCH_EVERY = 10;

/** What asks the policy and draws for it. Times in milliseconds. */
export interface Asker {
  /** Called once the scene has settled. */
  start(observed: Observed): Promise<void>;
  /** Actions in LIBERO's convention beside those that the policy gave. */
  ask(
    observed: Observed,
    step: number,
  ): Promise<{ given: ActionChunk; actions: ActionChunk; rendering: number; inference: number }>;
}

export interface EpisodeHooks {
  /** Looked at before every step. */
  cancelled(): boolean;
  signal(signal: EpisodeSignal): void;
  step(step: number): void;
}

export interface EpisodeResult {
  readonly record: EpisodeRecord;
  readonly steps: readonly StepRecord[];
  /** Why the episode ended in error, with what the host needs to decide on a retry. */
  readonly error?: PlumbError;
}

/** One episode, from the reset to success, the horizon, an error or the user's interruption. Only bugs are thrown. */
export async function runEpisode(
  world: LiberoWorld,
  states: readonly Float64Array[],
  job: EpisodeJob,
  rules: EpisodeRules,
  asker: Asker,
  hooks: EpisodeHooks,
): Promise<EpisodeResult> {
  const started = performance.now();
  const steps: StepRecord[] = [];
  const signals = new Map<string, EpisodeSignal>();
  const timing = { simulation: 0, rendering: 0, inference: 0 };
  let questions = 0;
  let status: EpisodeRecord['status'] = 'failure';
  let error: PlumbError | undefined;

  const watch = () => {
    const view = { steps, questions, instruction: job.instruction, horizon: rules.horizon };
    for (const signal of signalsOfEpisode(view)) {
      if (!signals.has(signal.code)) hooks.signal(signal);
      signals.set(signal.code, signal);
    }
  };

  try {
    let { observed } = timed(timing, () => startEpisode(world, states, job, rules));
    await asker.start(observed);
    let plan: { given: Float64Array; action: Float64Array }[] = [];
    for (let step = 0; step < rules.horizon; step++) {
      if (hooks.cancelled()) {
        status = 'cancelled';
        break;
      }
      if (plan.length === 0) {
        questions++;
        const answer = await asker.ask(observed, step);
        timing.rendering += answer.rendering;
        timing.inference += answer.inference;
        plan = planOf(answer, rules.replan);
      }
      const { given, action } = plan.shift()!;
      const checked = checkAction(action, `Step ${step}`);
      const before = observed;
      const result = timed(timing, () => world.step(checked.action));
      observed = result.observed;
      steps.push(stepRecord(step, given, checked.action, before, result.success));
      hooks.step(step);
      if (step % WATCH_EVERY === 0) watch();
      if (result.success) {
        status = 'success';
        break;
      }
    }
  } catch (thrown) {
    if (!(thrown instanceof PlumbError)) throw thrown;
    [status, error] = [hooks.cancelled() ? 'cancelled' : 'error', thrown];
  }
  watch();
  const firstError = error && { code: error.code, what: error.what, step: steps.length };
  const record: EpisodeRecord = {
    suite: job.suite,
    task: job.task,
    taskName: job.taskName,
    episode: job.episode,
    initState: job.initState,
    seed: rules.seed,
    instruction: job.instruction,
    status,
    steps: steps.length,
    questions,
    actionsDigest: digestOf(steps.map((step) => step.executed)),
    stateDigest: digestOf([world.simulation.views.qpos]),
    signals: [...signals.values()],
    ...(status === 'error' && firstError && { firstError }),
    attempts: job.attempt,
    timing: { total: performance.now() - started, ...timing },
  };
  return { record, steps, ...(status === 'error' && error && { error }) };
}

function timed<T>(timing: { simulation: number }, action: () => T): T {
  const started = performance.now();
  try {
    return action();
  } finally {
    timing.simulation += performance.now() - started;
  }
}

function planOf({ given, actions }: { given: ActionChunk; actions: ActionChunk }, replan: number) {
  if (actions.length < replan) {
    throw new PlumbError({
      code: 'CHUNK_TOO_SHORT',
      what: `The policy answered ${actions.length} action${actions.length === 1 ? '' : 's'}, and ${replan} are to be executed before the next question.`,
      why: 'The protocol replans less often than this policy plans ahead.',
      remedy: `Ask more often: --replan ${Math.max(1, actions.length)}.`,
    });
  }
  return actions.slice(0, replan).map((action, i) => ({ given: given[i]!, action }));
}

function stepRecord(
  step: number,
  asked: Float64Array,
  executed: Float64Array,
  seen: Observed,
  success: boolean,
): StepRecord {
  return {
    step,
    asked,
    executed,
    eefPosition: seen.eefPosition,
    eefQuaternion: seen.eefQuaternion,
    gripperPositions: seen.gripperPositions,
    success,
  };
}
