import type { PlumbError } from '@plumb/core';
import type { Policy } from '@plumb/policy';
import type { EpisodeRecord, EpisodeSignal, RunSignal, RunWriter, SessionEnd } from '@plumb/run';
import type { EpisodeJob } from '../episode/episode-job.ts';
import type { WorkerPolicyKind } from '../policy/worker-policy.ts';

export type EvalEvent =
  | { readonly type: 'ready'; readonly workers: number }
  /** A worker ended before it was ready. `again`: it is tried again; `left`: the others. */
  | {
      readonly type: 'worker-lost';
      readonly error: PlumbError;
      readonly again: boolean;
      readonly left: number;
    }
  | { readonly type: 'step'; readonly episode: string; readonly step: number }
  | { readonly type: 'episode'; readonly record: EpisodeRecord }
  | { readonly type: 'retry'; readonly episode: string; readonly error: PlumbError; readonly waitMs: number }
  | { readonly type: 'signal'; readonly episode?: string; readonly signal: EpisodeSignal | RunSignal };

export interface EvaluationOptions {
  readonly run: RunWriter;
  /** A policy that the host asks, or one that runs beside each world. */
  readonly policy: Policy | WorkerPolicyKind;
  readonly workers: number;
  readonly stopOnSuspect?: boolean;
  /** Milliseconds that one call of the policy may take. */
  readonly timeout?: number;
  /** Milliseconds without any answer after which a lost server is given up. */
  readonly patience?: number;
  /** Milliseconds after which a worker that says nothing is ended, and its episode run again. */
  readonly silence?: number;
  /** Executed actions of a recorded episode, for `replay`. */
  readonly recorded?: (key: EpisodeJob) => Float64Array | undefined;
  readonly onEvent?: (event: EvalEvent) => void;
  /** Aborting ends the run cleanly. */
  readonly signal?: AbortSignal;
}

export interface EvaluationEnd {
  readonly end: SessionEnd;
  /** Why it ended before its time. */
  readonly error?: PlumbError;
}
