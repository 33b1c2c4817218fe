export type SubstitutedKind = 'model' | 'tokenizer' | 'processor' | 'weights' | 'import' | 'other';

/** What an expression stands for: its text, and the literal that it comes to where the source tells. */
export interface NamedThing {
  /** `config.model_name`, `AutoModel.from_config(cfg)`. */
  readonly text: string;
  /** `Qwen/Qwen3-0.6B-Base`: the literal itself or the default that the expression has. */
  readonly literal?: string;
  /** Where that literal stands, `file:line` relative to the tree. */
  readonly literalPlace?: string;
  /** `LanguageConfig.model_name` where it is the default of a dataclass's field. */
  readonly field?: string;
}

/**
 * `other-thing`: another id, class or object. `random-weights`: the weights stay as constructed. `partial-weights`: the
 * same weights without what does not fit. `none`: None in its place.
 */
export type SubstitutedBy = 'other-thing' | 'random-weights' | 'partial-weights' | 'none';

/** A `try` that builds one thing, and a handler that quietly puts another in its place. */
export interface ModelSubstitution {
  /** Relative to the tree's root. */
  readonly file: string;
  /** The whole `try` statement, lines from 1. */
  readonly line: number;
  readonly endLine: number;
  /** Line of the `except`. */
  readonly handlerLine: number;
  readonly what: SubstitutedKind;
  /** What is assigned: `self.language_model`, `return`. */
  readonly target: string;
  /** `LanguageEncoder.__init__`; empty at module level. */
  readonly within: string;
  readonly wanted: NamedThing;
  readonly built: NamedThing & { readonly how: SubstitutedBy };
  /** Exception types, as written; `BaseException` for a bare `except`. */
  readonly catches: readonly string[];
}
