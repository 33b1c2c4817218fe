/** Something that Python will raise while it imports a file. */
export interface PredictedImportFailure {
  /** Relative to the tree's root. */
  readonly file: string;
  readonly line: number;
  /** As Python prints it last, e.g. `ValueError: mutable default <class 'list'> for field x is not allowed: use default_factory`. */
  readonly error: string;
  /** Python is older than `since`, or not older than `until`, for this to be raised. */
  readonly pythons: { readonly before?: string; readonly from?: string };
  /** The statement that raises, its first line trimmed. */
  readonly text: string;
  /** Files of the tree whose own import surely brings this one in, directly or through others. */
  readonly importedBy: readonly string[];
  /** Other fields of the same class that would raise next. */
  readonly alsoAffected: readonly string[];
}

/** A failure as the single checks see it. */
export type Failure = Pick<PredictedImportFailure, 'line' | 'error' | 'pythons' | 'text'> & {
  readonly alsoAffected?: readonly string[];
};
