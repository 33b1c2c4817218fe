import type { ActionChunk } from '@plumb/contract';
import { PlumbError } from '@plumb/core';
import type { Policy } from '@plumb/policy';
import type { ProbeResult, RunSpec } from '@plumb/run';
import { rulesOf } from '../host/rules-of.ts';
import { probeStatistics } from './action-statistics.ts';
import { checkDeterminism, checkEpisode, checkForward, checkLoaded } from './basic-checks.ts';
import { probeSmoothness } from './chunk-smoothness.ts';
import { collectMoments } from './collect-moments.ts';
import { average, difference } from './difference.ts';
import { probeGripper } from './gripper.ts';
import { probeFeatures } from './hidden-features.ts';
import { probeImages } from './image-dependence.ts';
import { probeInstruction } from './instruction-dependence.ts';
import { type Moment, spreadOut } from './moment.ts';
import { probeFlips } from './picture-flips.ts';
import type { ProbeContext } from './probe-context.ts';
import { Questioner } from './questioner.ts';
import { probeTwin } from './random-twin.ts';
import { probeState } from './state-dependence.ts';
import { probeTiming } from './timing.ts';

/** A policy that takes longer than this an answer, milliseconds, is asked at fewer moments and plays a shorter episode. */
const SLOW = 1000;
const SLOW_MOMENTS = 2;
const SLOW_STEPS = 20;

export interface DebugEvents {
  /** What is under way, for a line of progress. */
  doing?(text: string): void;
  /** In order: the report's four checks, then the probes. */
  result(result: ProbeResult): void;
}

/**
 * Every probe on a policy, in tasks of a suite: `spec` as for an evaluation. Whether everything was asked: it ends after the
 * forward pass where that fails. Throws what opening the tasks throws, what the policy answers to the questions that every probe rests on, and
 * what is no error of a policy; the result of what was under way then says so before.
 */
export async function debugPolicy(policy: Policy, spec: RunSpec, events: DebugEvents): Promise<boolean> {
  const { doing = () => {}, result } = events;
  const questioner = new Questioner(policy);
  result(checkLoaded(policy));
  doing('opening two tasks …');
  const all = await collectMoments(spec, policy.manifest);
  doing('asking one question …');
  const forward = await checkForward(questioner, all[0]!);
  result(forward.result);
  if (forward.answer === undefined) return false;
  const within = <T>(name: string, work: () => Promise<T>) =>
    work().catch((error: unknown) => {
      result(endedIn(name, error));
      throw error;
    });
  const { again, equal } = await within('determinism', async () => {
    const answer = await questioner.ask(all[0]!.observation);
    const found = await checkDeterminism(questioner, all[0]!);
    result(found);
    return { again: answer, equal: found.outcome === 'pass' && found.numbers.difference === 0 };
  });
  const slow = again.milliseconds > SLOW;
  await within('episode', async () => {
    const { horizon } = rulesOf(spec);
    const steps = slow ? Math.min(horizon, SLOW_STEPS) : horizon;
    const episode = await checkEpisode(policy, spec, steps, (step) =>
      doing(`playing an episode: step ${step} of ${steps} …`),
    );
    result(steps < horizon ? cutShort(episode, again.milliseconds, horizon) : episode);
  });
  const moments = slow ? spreadOut(all, SLOW_MOMENTS) : all;
  doing(`asking at ${moments.length} moments …`);
  const context = await within(PROBES[0]![0], () => makeContext(policy, questioner, moments, equal));
  for (const [name, what, probe] of PROBES) {
    doing(`${what} …`);
    result(await within(name, () => probe(context).catch((error: unknown) => failedUnder(name, error))));
  }
  await within('timing', async () => result(await probeTiming(context, forward.milliseconds)));
  return true;
}

/**
 * The answers that every probe compares with, and how much they differ when asked for again. `equal`: it is known that they
 * do not.
 */
export async function makeContext(
  policy: Policy,
  questioner: Questioner,
  moments: readonly Moment[],
  equal = false,
): Promise<ProbeContext> {
  const answers: ActionChunk[] = [];
  const noise: number[] = [];
  for (const { observation } of moments) {
    const { actions } = await questioner.ask(observation);
    if (!equal) noise.push(difference(actions, (await questioner.ask(observation)).actions));
    answers.push(actions);
  }
  return { policy, questioner, moments, answers, noise: average(noise) };
}

/** What the policy does not bear tells nothing of what it heeds, and the other probes go on. Throws what is no error of its. */
function failedUnder(name: string, error: unknown): ProbeResult {
  if (!(error instanceof PlumbError)) throw error;
  const text = `The policy fails when it is asked so: ${error.what}`;
  return { name, outcome: 'unknown', text, numbers: {} };
}

/** Where everything ended, kept with what was found before. */
function endedIn(name: string, error: unknown): ProbeResult {
  const what =
    error instanceof PlumbError
      ? `The policy failed here: ${error.what}`
      : `Plumb broke here: ${String(error)}.`;
  return { name, outcome: 'unknown', text: `${what} Nothing was asked after that.`, numbers: {} };
}

type Probe = (context: ProbeContext) => Promise<ProbeResult>;

export const PROBES: readonly (readonly [name: string, what: string, probe: Probe])[] = [
  ['image-dependence', 'other pictures', probeImages],
  ['instruction-dependence', 'other instructions', probeInstruction],
  ['state-dependence', 'other states', probeState],
  ['random-twin', 'random twins', probeTwin],
  ['action-statistics', 'actions', probeStatistics],
  ['gripper', 'the gripper', probeGripper],
  ['picture-flips', 'turned pictures', probeFlips],
  ['chunk-smoothness', 'chunks', probeSmoothness],
  ['hidden-features', 'hidden features', probeFeatures],
];

function cutShort(episode: ProbeResult, milliseconds: number, horizon: number): ProbeResult {
  if (episode.outcome === 'pass') return episode;
  const text = `${episode.text}; given up there, not at ${horizon}, since an answer takes ${(milliseconds / 1000).toFixed(1)} s`;
  return { ...episode, outcome: 'unknown', text };
}
