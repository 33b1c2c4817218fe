import type { Renderer } from '@plumb/camera';
import type { Manifest } from '@plumb/contract';
import type { ErrorText } from '@plumb/core';
import type { PolicyAnswer, PolicyRequest } from '@plumb/policy';
import type { EpisodeRecord, EpisodeSignal, StepRecord } from '@plumb/run';
import type { EpisodeJob, EpisodeRules } from '../episode/episode-job.ts';
import type { WorkerPolicyKind } from '../policy/worker-policy.ts';

/** A scene in memory that threads share. */
export type PackedScene = Renderer['packed'];

/** What a worker is started with. */
export interface WorkerSetup {
  readonly rules: EpisodeRules;
  readonly manifest: Manifest;
  /** A policy that runs beside the world; absent where the host asks one. */
  readonly policy?: WorkerPolicyKind;
  readonly look: 2 | 3;
  readonly physics: string;
  /** One Int32: not 0 ends the episode before its next step. A message would wait until the worker listens. */
  readonly cancel: SharedArrayBuffer;
}

/** An error across threads: a class does not survive, its fields do. */
export interface SentError extends ErrorText {
  readonly permanent: boolean;
}

/** To a question of the policy, to the begin of an episode (nothing), or to a scene (nothing: pack it yourself). */
export type Answer = PolicyAnswer | PackedScene | undefined;

export type ToWorker =
  | { readonly type: 'episode'; readonly job: EpisodeJob }
  | { readonly type: 'answer'; readonly id: number; readonly answer: Answer }
  | { readonly type: 'refused'; readonly id: number; readonly error: SentError };

export type FromWorker =
  | { readonly type: 'ready' }
  /** Instead of `ready`. */
  | { readonly type: 'unable'; readonly error: SentError }
  | { readonly type: 'begin'; readonly id: number; readonly episode: string; readonly instruction: string }
  | { readonly type: 'ask'; readonly id: number; readonly request: PolicyRequest }
  | { readonly type: 'need-scene'; readonly id: number; readonly task: string }
  | { readonly type: 'scene'; readonly task: string; readonly packed: PackedScene }
  | { readonly type: 'signal'; readonly job: EpisodeJob; readonly signal: EpisodeSignal }
  | { readonly type: 'step'; readonly job: EpisodeJob; readonly step: number }
  | {
      readonly type: 'done';
      readonly record: EpisodeRecord;
      readonly steps: readonly StepRecord[];
      readonly error?: SentError;
    }
  /** No record came of the job: its task cannot be opened, or Plumb itself failed and the thread is not to be trusted. */
  | { readonly type: 'failed'; readonly error: SentError; readonly bug: boolean };
