/** Version of the schema of `run.db`; raised with every change that an older reader would misread. */
export const RUN_SCHEMA_VERSION = 1;

/** Crashed is not failed: an error is never counted as a failure, nor as a success. */
export type EpisodeStatus = 'success' | 'failure' | 'error' | 'cancelled';

/** A value, and whether somebody gave it or the protocol had it. */
export interface Setting<T> {
  readonly value: T;
  readonly from: 'default' | 'given';
}

/** Which episode this is: the same key gives the same episode in every shard and after every resume. */
export interface EpisodeKey {
  readonly suite: string;
  /** Index in LIBERO's own order. */
  readonly task: number;
  readonly taskName: string;
  /** From 0; init state is `episode % 50`, resets after seeding `episode + 1`. */
  readonly episode: number;
}

/** What an episode came to. Everything but `timing` and `attempts` is equal in a resumed and an undisturbed run. */
export interface EpisodeRecord extends EpisodeKey {
  readonly initState: number;
  readonly seed: number;
  readonly instruction: string;
  readonly status: EpisodeStatus;
  /** Control steps of the policy, settle steps not counted. */
  readonly steps: number;
  /** Questions that the policy was asked. */
  readonly questions: number;
  /** SHA-256 over the executed actions (float64, little endian) and over the final qpos. */
  readonly actionsDigest: string;
  readonly stateDigest: string;
  readonly signals: readonly EpisodeSignal[];
  /** The first error, kept when a retry succeeds or fails otherwise. */
  readonly firstError?: EpisodeError;
  /** Those that came after it and said something else: of a retry, or of telling the policy that it is over. */
  readonly laterErrors?: readonly EpisodeError[];
  readonly attempts: number;
  /** Milliseconds. */
  readonly timing: {
    readonly total: number;
    readonly simulation: number;
    readonly rendering: number;
    readonly inference: number;
  };
}

/** An error that an episode met, at a step of the policy. */
export interface EpisodeError {
  readonly code: string;
  readonly what: string;
  readonly step: number;
}

/** Something noticed in an episode's own data. Causes use signals as evidence. */
export interface EpisodeSignal {
  /** kebab-case: `constant-actions`, `saturated-dimension`, … */
  readonly code: string;
  readonly step: number;
  /** The fact with its numbers, one sentence. */
  readonly text: string;
  readonly severity: 'note' | 'suspect';
}

/** One control step, as stored: what was seen, asked for and done. World frame, metres. */
export interface StepRecord {
  readonly step: number;
  /** As the policy gave it, and as executed after stages and clipping. `[7]` each. */
  readonly asked: Float64Array;
  readonly executed: Float64Array;
  readonly eefPosition: readonly [number, number, number];
  readonly eefQuaternion: readonly [number, number, number, number];
  readonly gripperPositions: readonly [number, number];
  readonly success: boolean;
}

/** `weak`: there, but much less than a policy at work shows. `unknown`: could not be asked, and why. */
export type ProbeOutcome = 'pass' | 'weak' | 'fail' | 'unknown';

/** What one experiment on the run's policy found (`plumb debug`). */
export interface ProbeResult {
  /** kebab-case: `image-dependence`, … */
  readonly name: string;
  readonly outcome: ProbeOutcome;
  /** One or two sentences, figures included. */
  readonly text: string;
  /** Action units are LIBERO's, times milliseconds, unless the name says otherwise. Finite. */
  readonly numbers: Readonly<Record<string, number>>;
}

/** A result with when and where it was asked for. */
export interface ProbeRecord extends ProbeResult {
  /** When `plumb debug` began: ISO 8601, UTC. Equal for all results of one sitting. */
  readonly asked: string;
  /** Whose tasks the policy was asked in; need not be the run's. */
  readonly suite: string;
}
