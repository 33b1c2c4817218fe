import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PlumbError } from '@plumb/core';
import { FAMILIES, type Policy, type PolicyAnswer, type PolicyRequest } from '@plumb/policy';
import { type EpisodeRecord, openRun, type PolicySpec, type RunSpec, RunWriter } from '@plumb/run';
import { onTestFinished } from 'vitest';
import { Evaluation } from '../host/evaluation.ts';
import type { EvaluationEnd, EvaluationOptions } from '../host/evaluation-options.ts';
import { makeRunSpec, type RunRequest } from '../host/make-run-spec.ts';

/** For specs: a folder that is gone after the test. */
export function specFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'plumb-eval-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'run');
}

/** For specs: short episodes of the first tasks of plumb-desk. */
export function specRequest(changes: Partial<RunRequest> = {}): RunRequest {
  return {
    suite: 'plumb-desk',
    tasks: [0, 1],
    // no settling: most of a spec's time is the first steps of a new thread
    changes: { episodes: 2, horizon: 8, settleSteps: 0 },
    version: '0.1.0',
    ...changes,
  };
}

type Act = (request: PolicyRequest, signal?: AbortSignal) => Promise<PolicyAnswer | PlumbError>;

/** For specs: a policy on the host that answers by what it is told of the arm, so that equal episodes need equal worlds. */
export function statePolicy(act: Act = async (request) => followState(request)): Policy {
  return {
    name: 'spec',
    manifest: { ...FAMILIES.plain, name: 'spec', cameras: [], chunk: 2, replan: 2 },
    overrides: {},
    description: {},
    maxBatch: 1,
    maxParallel: 2,
    act: (requests, signal) => Promise.all(requests.map((request) => act(request, signal))),
    close: async () => {},
  };
}

/** Chaotic enough that a small difference of states shows in the actions. */
export function followState({ observation: { state } }: PolicyRequest): PolicyAnswer {
  const wave = (shift: number) =>
    Float64Array.from({ length: 7 }, (_, i) => Math.sin(1e4 * state[i]! + shift));
  return { actions: [wave(0), wave(1)] };
}

export interface SpecResult extends EvaluationEnd {
  readonly episodes: readonly EpisodeRecord[];
}

/** For specs: starts or resumes a run in `folder` and evaluates. */
export async function evaluateIn(
  folder: string,
  spec: RunSpec | 'resume',
  policy: EvaluationOptions['policy'],
  options: Partial<EvaluationOptions> = {},
  during: (evaluation: Evaluation) => void = () => {},
): Promise<SpecResult> {
  const workers = options.workers ?? 1;
  const run =
    spec === 'resume' ? RunWriter.resume(folder, workers, '0.1.0') : RunWriter.create(folder, spec, workers);
  const evaluation = new Evaluation({ workers, ...options, run, policy });
  during(evaluation);
  let end: EvaluationEnd | undefined;
  try {
    end = await evaluation.run();
  } finally {
    run.close(end?.end ?? 'failed');
  }
  const opened = openRun(folder);
  opened.close();
  return { ...end, episodes: opened.episodes };
}

export function specOf(policy: Policy | 'expert', request = specRequest()): RunSpec {
  const spec: PolicySpec =
    policy === 'expert'
      ? { name: policy, manifest: { ...FAMILIES.blind, name: policy }, overrides: {}, description: {} }
      : { name: policy.name, manifest: policy.manifest, overrides: {}, description: {} };
  return makeRunSpec(request, spec);
}

/** What must be equal however a run came about. */
export const comparable = (episodes: readonly EpisodeRecord[]) =>
  episodes.map(({ timing: _, attempts: __, firstError: ___, laterErrors: ____, ...rest }) => rest);
