import type { Evidence } from '@plumb/contract';
import type { LoadPrediction } from './load-prediction.ts';

/** One line of the table "config as saved" beside "config as it will be over there". */
export interface ConfigRow {
  readonly field: string;
  readonly saved: string;
  readonly there: string;
  readonly differs: boolean;
}

/** A source or a library that stops the load before any weight is read. */
export interface ImportFailure {
  /** Python's own words: `ValueError: mutable default <class '…'> for field … is not allowed: use default_factory`. */
  readonly error: string;
  readonly evidence: readonly Evidence[];
}

/** A model that the source puts in place of the one that the config names. */
export interface Substitution {
  readonly wanted: string;
  readonly built: string;
  /** Why the wanted one can't be built over there, in the library's own words. */
  readonly reason: string;
  readonly evidence: readonly Evidence[];
}

/** The answer of `plumb check`: the load as it will go over there. */
export interface CheckResult extends LoadPrediction {
  readonly checkpoint: string;
  readonly environment: string;
  readonly source: string | undefined;
  /** `AtlasVLA (VGGT-1B backbone, MLP head)`. */
  readonly architecture: string;
  readonly substitution: Substitution | undefined;
  readonly importFailure: ImportFailure | undefined;
  /**
   * The library cannot build the model that the config names, and nothing replaces it: the constructor raises this
   * before any weight is read.
   */
  readonly constructionError: string | undefined;
  readonly config: readonly ConfigRow[];
  readonly evidence: readonly Evidence[];
  /** What comes of it after the load, or what the library says of it without raising. */
  readonly consequences?: readonly string[];
  /** What had to be assumed, aloud: an unreadable registry, a Python version that nothing names. */
  readonly assumptions: readonly string[];
}
