import type { ActionChunk } from '@plumb/contract';
import { PlumbError } from '@plumb/core';
import type { Policy } from '@plumb/policy';
import type { RunSpec } from '@plumb/run';
import { rulesOf } from '../host/rules-of.ts';
import { probeStatistics } from './action-statistics.ts';
import { checkDeterminism, checkEpisode, checkForward, checkLoaded } from './basic-checks.ts';
import { probeSmoothness } from './chunk-smoothness.ts';
import { collectMoments } from './collect-moments.ts';
import { probeGripper } from './gripper.ts';
import { probeFeatures } from './hidden-features.ts';
import { probeImages } from './image-dependence.ts';
import { probeInstruction } from './instruction-dependence.ts';
import { probeFlips } from './picture-flips.ts';
import type { ProbeContext } from './probe-context.ts';
import type { ProbeResult } from './probe-result.ts';
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
 * Every probe on a policy, in tasks of a suite: `spec` as for an evaluation. Ends after the forward pass where that
 * fails. Throws what opening the tasks throws, and what the policy answers once it has answered well.
 */
export async function debugPolicy(policy: Policy, spec: RunSpec, events: DebugEvents): Promise<void> {
  const { doing = () => {}, result } = events;
  const rules = rulesOf(spec);
  const questioner = new Questioner(policy);
  result(checkLoaded(policy));
  doing('opening two tasks …');
  const all = await collectMoments(spec.suite, policy.manifest, rules);
  doing('asking one question …');
  const forward = await checkForward(questioner, all[0]!);
  result(forward.result);
  if (forward.answer === undefined) return;
  const again = await questioner.ask(all[0]!.observation);
  const slow = again.milliseconds > SLOW;
  const { noise, ...determinism } = await checkDeterminism(questioner, all[0]!);
  result(determinism);
  const steps = slow ? Math.min(rules.horizon, SLOW_STEPS) : rules.horizon;
  const episode = await checkEpisode(policy, spec.suite, { ...rules, horizon: steps }, (step) =>
    doing(`playing an episode: step ${step} of ${steps} …`),
  );
  result(steps < rules.horizon ? cutShort(episode, again.milliseconds, rules.horizon) : episode);
  const moments = slow ? spreadOut(all, SLOW_MOMENTS) : all;
  doing(`asking at ${moments.length} moments …`);
  const answers: ActionChunk[] = [];
  for (const { observation } of moments) answers.push((await questioner.ask(observation)).actions);
  const context: ProbeContext = { policy, questioner, moments, answers, noise };
  for (const [name, what, probe] of PROBES) {
    doing(`${what} …`);
    result(await probe(context).catch((error: unknown) => failedUnder(name, error)));
  }
  result(await probeTiming(context, forward.milliseconds));
}

/** What the policy does not bear tells nothing of what it heeds, and the other probes go on. Throws what is no error of its. */
function failedUnder(name: string, error: unknown): ProbeResult {
  if (!(error instanceof PlumbError)) throw error;
  return {
    name,
    outcome: 'unknown',
    text: `The policy fails when it is asked so: ${error.what}`,
    numbers: {},
  };
}

type Probe = (context: ProbeContext) => Promise<ProbeResult>;

const PROBES: readonly (readonly [name: string, what: string, probe: Probe])[] = [
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

function spreadOut<T>(items: readonly T[], count: number): T[] {
  return Array.from({ length: count }, (_, i) => items[Math.floor((i * items.length) / count)]!);
}

function cutShort(episode: ProbeResult, milliseconds: number, horizon: number): ProbeResult {
  if (episode.outcome === 'pass') return episode;
  const text = `${episode.text}; given up there, not at ${horizon}, since an answer takes ${(milliseconds / 1000).toFixed(1)} s`;
  return { ...episode, outcome: 'unknown', text };
}
