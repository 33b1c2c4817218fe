/** Something that Python will raise while it imports a file. */
export interface PredictedImportFailure {
  /** Relative to the tree's root. */
  readonly file: string;
  readonly line: number;
  /**
   * As Python prints it last; a syntax error without its message, a missing name without the path in brackets. E.g. `ValueError: mutable default <class 'list'> for field x is not allowed: use default_factory`.
   */
  readonly error: string;
  /** Raised by Pythons older than `before`, or from `from` on; by every Python where neither is given. */
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
