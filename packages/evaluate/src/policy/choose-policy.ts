import { PlumbError } from '@plumb/core';
import type { AtlasPolicyOptions } from '@plumb/model';
import {
  FAMILIES,
  openPolicy,
  overrideManifest,
  type Policy,
  type PolicyOptions,
  parsePolicyAddress,
} from '@plumb/policy';
import { episodeName, openRun, type PolicySpec, type Run, type RunSpec } from '@plumb/run';
import type { EpisodeJob } from '../episode/episode-job.ts';
import type { WorkerPolicyKind } from './worker-policy.ts';

/** A policy that is ready to be evaluated: one that the host asks, or one that runs beside each world. */
export interface ChosenPolicy {
  readonly policy: Policy | WorkerPolicyKind;
  readonly spec: PolicySpec;
  /** For `replay`: the executed actions of an episode, `[steps * 7]`. */
  readonly recorded?: (key: Pick<EpisodeJob, 'suite' | 'task' | 'episode'>) => Float64Array | undefined;
  /** For `replay`: how the recorded run was run. */
  readonly recordedSpec?: RunSpec;
  close(): Promise<void>;
}

export interface ChooseOptions extends PolicyOptions {
  /** For `atlas:CHECKPOINT`. */
  readonly local?: Omit<AtlasPolicyOptions, 'manifest'>;
}

/**
 * Opens what POLICY names: `expert`, `replay:RUN`, `atlas:CHECKPOINT`, and all that `openPolicy` knows. Throws as it does,
 * and what `openAtlasPolicy` throws.
 */
export async function choosePolicy(text: string, options: ChooseOptions): Promise<ChosenPolicy> {
  const { kind, rest } = parsePolicyAddress(text);
  if (kind === 'expert') return beside('expert', 'expert', options);
  if (kind === 'replay') {
    const run = openRun(rest);
    return {
      ...beside('replay', text, options),
      recorded: (key) => recordedActions(run, key),
      recordedSpec: run.spec,
      close: async () => run.close(),
    };
  }
  const { local, ...others } = options;
  const policy = await openPolicy(text, {
    ...others,
    // ONNX Runtime is loaded for those who need it
    others: {
      atlas: async (path, given) =>
        (await import('@plumb/model')).openAtlasPolicy(path, { ...given, ...local }),
    },
  });
  const { name, manifest, overrides, description } = policy;
  return { policy, spec: { name, manifest, overrides, description }, close: () => policy.close() };
}

function beside(kind: WorkerPolicyKind, name: string, options: PolicyOptions): ChosenPolicy {
  // its actions are LIBERO's own, and it sees nothing unless cameras are asked for
  const { manifest, given } = overrideManifest({ ...FAMILIES.blind, name: kind }, options.manifest ?? []);
  return {
    policy: kind,
    spec: { name, manifest, overrides: given, description: {} },
    close: async () => {},
  };
}

function recordedActions(
  run: Run,
  key: Pick<EpisodeJob, 'suite' | 'task' | 'episode'>,
): Float64Array | undefined {
  if (run.episode(key) === undefined) throw notRecorded(run.folder, episodeName(key));
  const rows = run.steps(key).map((step) => step.executed);
  return Float64Array.from(rows.flatMap((row) => [...row]));
}

function notRecorded(folder: string, episode: string): PlumbError {
  return new PlumbError({
    code: 'REPLAY_MISSING',
    what: `${folder} has no episode ${episode} to replay.`,
    why: 'Only episodes that were recorded can be played again.',
    remedy: 'Give --suite, --tasks and --episodes of the recorded run: `plumb show RUN` prints them.',
  });
}
