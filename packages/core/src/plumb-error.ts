/** What every error of Plumb tells its reader. A field that is empty does not compile its purpose: fill all four. */
export interface ErrorText {
  /** Stable, greppable, e.g. `CHECKPOINT_TRUNCATED`. */
  code: string;
  /** What happened, in one sentence, naming the file or value. */
  what: string;
  /** Why Plumb cannot go on, or how this usually comes about. */
  why: string;
  /** What to do next; a command where there is one. */
  remedy: string;
}

/**
 * An error meant for a user. Anything else that reaches the top of the CLI is a bug of ours.
 * `permanent` says that trying again cannot help (a malformed file), as opposed to a lost connection.
 */
export class PlumbError extends Error implements ErrorText {
  override readonly name: string = 'PlumbError';
  readonly code: string;
  readonly what: string;
  readonly why: string;
  readonly remedy: string;
  readonly permanent: boolean;

  /** By name: the bundled start of the command line and a room beside it each bring a copy of this class. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === 'PlumbError';
  }

  constructor(text: ErrorText, options: { cause?: unknown; permanent?: boolean } = {}) {
    super(`${text.what} ${text.why}`, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = text.code;
    this.what = text.what;
    this.why = text.why;
    this.remedy = text.remedy;
    this.permanent = options.permanent ?? true;
  }

  toJSON(): ErrorText {
    return { code: this.code, what: this.what, why: this.why, remedy: this.remedy };
  }
}
