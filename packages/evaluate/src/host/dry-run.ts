import { type ActionChunk, checkAction, type Image } from '@plumb/contract';
import { PlumbError } from '@plumb/core';
import { finishAction, type PreparedObservation } from '@plumb/policy';
import type { RunSpec } from '@plumb/run';
import { findPhysics, TaskOpener } from '@plumb/world';
import type { EpisodeJob } from '../episode/episode-job.ts';
import { startEpisode } from '../episode/start-episode.ts';
import type { ChosenPolicy } from '../policy/choose-policy.ts';
import { startWorkerPolicy } from '../policy/worker-policy.ts';
import { prepareFor } from '../worker/policy-asker.ts';
import { TaskStage } from '../worker/task-stage.ts';
import { planEpisodes } from './plan-run.ts';
import { PolicyBroker } from './policy-broker.ts';
import { lookOf, rulesOf } from './rules-of.ts';

/** Steps that are timed, with the settle action. */
const TIMED_STEPS = 20;
/** Questions that are timed after the first, which may compile. */
const TIMED_QUESTIONS = 2;

/** What one question to a policy showed. */
export interface DryRun {
  /** The task of the first episode. */
  readonly place: string;
  readonly observation: PreparedObservation;
  /** As they are drawn, upright, before the manifest's stages; by camera. */
  readonly drawn: Readonly<Record<string, Image>>;
  readonly given: ActionChunk;
  /** In LIBERO's convention, clipped. */
  readonly executed: ActionChunk;
  /** Milliseconds. */
  readonly firstAnswer: number;
  readonly answer: number;
  readonly step: number;
  readonly prepare: number;
  /** Milliseconds that the whole run would take at worst: every episode to its horizon. */
  readonly estimate: number;
}

/** As in an evaluation, milliseconds; the first answer may take five times as long. */
const ANSWER_TIMEOUT = 120_000;

/** Opens the first episode, asks the policy once and a few times more, and executes nothing of its answers. */
export async function dryRun(
  chosen: ChosenPolicy,
  spec: RunSpec,
  workers: number,
  timeout = ANSWER_TIMEOUT,
): Promise<DryRun> {
  const rules = rulesOf(spec);
  const planned = planEpisodes(spec);
  const [first] = planned;
  if (first === undefined) throw nothingPlanned();
  const job = { ...first, attempt: 1 };
  const { manifest } = spec.policy;
  const opener = await TaskOpener.create(undefined, findPhysics(spec.physics.version));
  const stage = await TaskStage.open(opener, {
    suite: job.suite,
    task: job.task,
    seed: rules.seed,
    cameras: manifest.cameras.length > 0,
    look: lookOf(spec),
  });
  const { observed } = startEpisode(stage.world, stage.states, job, rules);
  const question = { stage, manifest, instruction: job.instruction, replan: rules.replan };
  const observation = prepareFor(question, observed);
  // the first picture of a scene is drawn whole, and compiles
  const { observed: moved } = stage.world.step(rules.settleAction);
  const [, prepare] = await timed(async () => prepareFor(question, moved));
  const drawn = Object.fromEntries(
    manifest.cameras.map(({ camera, renderWidth, renderHeight }) => [
      camera,
      stage.draw(camera, renderWidth, renderHeight, observed),
    ]),
  );
  const ask = await askerOf(chosen, stage, observed, observation, job, timeout);
  const [given, firstAnswer] = await timed(ask);
  const times: number[] = [];
  for (let i = 0; i < TIMED_QUESTIONS; i++) times.push((await timed(ask))[1]);
  const answer = Math.min(...times);
  const executed = given.map(
    (action, i) => checkAction(finishAction(action, manifest), `Action ${i}`).action,
  );
  const [, stepping] = await timed(async () => {
    for (let i = 0; i < TIMED_STEPS; i++) stage.world.step(rules.settleAction);
  });
  stage.delete();
  const step = stepping / TIMED_STEPS;
  const questions = Math.ceil(rules.horizon / rules.replan);
  const episode = (rules.settleSteps + rules.horizon) * step + questions * (prepare + answer);
  return {
    place: `${job.suite}/${job.taskName}`,
    observation,
    drawn,
    given,
    executed,
    firstAnswer,
    answer,
    step,
    prepare,
    estimate: (planned.length * episode) / workers,
  };
}

async function askerOf(
  { policy, recorded }: ChosenPolicy,
  stage: TaskStage,
  observed: Parameters<typeof startWorkerPolicy>[2],
  observation: PreparedObservation,
  job: EpisodeJob,
  timeout: number,
): Promise<() => Promise<ActionChunk>> {
  if (typeof policy === 'string') {
    const actions = startWorkerPolicy(policy, stage.world, observed, recorded?.(job));
    return async () => actions.act(observed);
  }
  const broker = new PolicyBroker(policy, timeout);
  await broker.startEpisode('dry-run', job.instruction);
  return async () => (await broker.ask({ episode: 'dry-run', step: 0, observation })).actions;
}

function nothingPlanned(): PlumbError {
  return new PlumbError({
    code: 'EVAL_EMPTY',
    what: 'There is no episode to ask about.',
    why: 'The run has fewer episodes than shards, and none is left for this one.',
    remedy: 'Give another part to --shard, or leave it out.',
  });
}

async function timed<T>(action: () => Promise<T>): Promise<[T, number]> {
  const started = performance.now();
  const value = await action();
  return [value, performance.now() - started];
}
