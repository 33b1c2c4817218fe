import type { CheckResult, ModuleSpec } from '@plumb/architecture';
import type { Checkpoint } from '@plumb/checkpoint';
import type { PythonEnvironment } from '@plumb/python';

export const WAYS = ['upgrade', 'convert', 'other-model', 'retrain', 'partial'] as const;

/** A way of the report: upgrade; convert or re-map names; another language model; train again; load what fits. */
export type Way = (typeof WAYS)[number];

/**
 * `fixes`: `check` is clean afterwards and nothing of the checkpoint is lost. `trains`: `check` is clean, what could not
 * be kept has to be trained. `not-a-fix`: it runs, or seems to, with something lost. `impossible`: proven not to load,
 * or nothing to do it with. `not-needed`: `check` is clean already.
 */
export type RemedyVerdict = 'fixes' | 'trains' | 'not-a-fix' | 'impossible' | 'not-needed';

/** What `plumb check` says, before a remedy or after. */
export interface Outcome {
  /** Loads into the model that the config names, every tensor of it filled. */
  readonly clean: boolean;
  /** One line. */
  readonly text: string;
  /** Undefined where the load could not be predicted; `text` says why. */
  readonly result?: CheckResult;
}

export interface PlanTable {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** A file that the plan needs; written with `--out`. */
export interface PlanFile {
  readonly name: string;
  readonly what: string;
  readonly text: string;
}

export interface RemedyPlan {
  readonly way: Way;
  readonly title: string;
  readonly verdict: RemedyVerdict;
  /** One or two sentences: the predicted outcome and why. */
  readonly summary: string;
  readonly cost: string;
  readonly risk: string;
  /** To type, in this order. */
  readonly commands: readonly { readonly text: string; readonly what: string }[];
  readonly tables: readonly PlanTable[];
  readonly notes: readonly string[];
  readonly files: readonly PlanFile[];
  /** A changed copy of the checkpoint, for whoever can write one. Its tensors' data are the original's. */
  readonly copy?: { readonly name: string; readonly checkpoint: Checkpoint };
  /** What was predicted, first as it is now, last as it is after the remedy. */
  readonly checks: readonly { readonly label: string; readonly outcome: Outcome }[];
}

/** What every way plans from. */
export interface RemedyInput {
  readonly checkpoint: Checkpoint;
  readonly environment: PythonEnvironment;
  /** Folder of the code that loads it, as typed. */
  readonly source: string | undefined;
  /** `check` as things are. */
  readonly before: Outcome;
  /** The model that is built over there now; undefined where none is. */
  readonly model: ModuleSpec | undefined;
}
