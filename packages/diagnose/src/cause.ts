import type { Evidence, Strength } from '@plumb/contract';
import type { Facts } from './facts.ts';

/**
 * What a user can see. A cause names those that it can explain; the verdict asks on until each is explained.
 * `load-raises`: the load stops with an error; no episode runs. `import-raises`: the program does not even start.
 * `no-success`: episodes ran and (nearly) none succeeded. `below-expectation`: some succeeded, fewer than expected.
 * `fixed-early-end`: episodes end at a step that the policy does not choose. `count-mismatch`: a file lists other
 * episodes than it counts. `offline-online-gap`: small error on recorded data, no success online.
 * `script-raises`: a tool of the user's own stops before it has tested anything. `hang`: nothing happens any more.
 * `episodes-raise`: episodes of a run ended in an error, which is no failure of the policy's.
 */
export type SymptomKind =
  | 'load-raises'
  | 'episodes-raise'
  | 'import-raises'
  | 'no-success'
  | 'below-expectation'
  | 'fixed-early-end'
  | 'count-mismatch'
  | 'offline-online-gap'
  | 'script-raises'
  | 'hang';

export interface Symptom {
  /** Stable within a diagnosis. */
  readonly id: string;
  readonly kind: SymptomKind;
  readonly text: string;
  /** A few words for the verdict: "the crash at load", "1 of 230 episodes". */
  readonly brief: string;
  readonly evidence: readonly Evidence[];
  /**
   * Files, and lines in them, that show this symptom. A finding whose evidence lies only in other files or lines
   * does not explain it.
   */
  readonly where: readonly { readonly path: string; readonly from?: number; readonly to?: number }[];
  /** File name of the checkpoint that was evaluated, for scores. */
  readonly checkpoint?: string | undefined;
}

export type CauseGroup =
  | 'load'
  | 'environment'
  | 'substitution'
  | 'observation'
  | 'action'
  | 'simulator'
  | 'reporting'
  | 'security';

/** A change that can be planned, applied to a copy, and verified. */
export interface Remedy {
  /** `now`: before the next run. `test`: to learn more. `long-term`: so that it does not come back. */
  readonly when: 'now' | 'test' | 'long-term';
  readonly text: string;
  /** What to type, where a command does it. */
  readonly commands: readonly string[];
  readonly cost: string;
  readonly risk: string;
}

/** A line that a cause wants to be told of, wherever in a log it stands. Never built from file content. */
export interface LogPattern {
  /** Short, unique within the cause. */
  readonly name: string;
  /** Cheap test before the pattern runs: a literal that every matching line contains. */
  readonly contains: string;
  readonly regex: RegExp;
}

/** What a cause says when the facts support it. */
export interface Match {
  readonly strength: Strength;
  readonly evidence: readonly Evidence[];
  /** Fills `{name}` in the cause's title, what, why and remedies. */
  readonly details?: Readonly<Record<string, string>>;
  /** Overrides the cause's `explains` where this evidence reaches less far. */
  readonly explains?: readonly SymptomKind[];
  /** Suggestions of commands that would make this finding stronger or refute it. */
  readonly next?: readonly string[];
}

/** An entry of the catalogue. Its page is `cause.md` beside it, its cases are in `cases/`. */
export interface Cause {
  /** Equal to the folder: `<group>/<name>`. */
  readonly code: `${CauseGroup}/${string}`;
  /** One line with the subject first; `{name}` is filled from the match. */
  readonly title: string;
  readonly what: string;
  readonly why: string;
  /** Ids of `causes.md` that this entry covers. */
  readonly covers: readonly string[];
  /** Symptoms that it can explain by itself. */
  readonly explains: readonly SymptomKind[];
  /**
   * Symptoms that it may contribute to, which its evidence, however strong, does not show: it is among their suspects.
   * A partial load is proven by its log line; that it is why nothing succeeds is not.
   */
  readonly couldExplain?: readonly SymptomKind[];
  /** Codes of causes that it brings about when both are found. */
  readonly leadsTo: readonly string[];
  readonly remedies: readonly Remedy[];
  readonly logPatterns?: readonly LogPattern[];
  match(facts: Facts): Match | undefined;
}
