import type { EpisodeError, EpisodeRecord } from '@plumb/run';

/** Times that an episode may meet an error of its own, while others are answered. */
const STRIKES = 3;
/** Errors one after another, without an answer between, that make a lost server likely. */
const LOST_AFTER = 3;
const LONGEST_WAIT = 15_000;
/** How long nothing at all may be answered before the run is given up, milliseconds. Servers load models for so long. */
export const PATIENCE = 90_000;
/** Errors of an episode that are kept: three strikes, one of its end, and those of a few sittings. */
const KEPT = 8;

export type Verdict =
  /** The episode ends as an error. */
  | { readonly kind: 'final' }
  /** Again, not before `wait` milliseconds; `hold` keeps all others back as well. */
  | { readonly kind: 'again'; readonly wait: number; readonly hold: boolean }
  /** Nothing has been answered for so long that the run ends. */
  | { readonly kind: 'give-up' };

/** Decides what becomes of an episode that met an error, and remembers its errors. */
export class RetryBook {
  readonly #errors = new Map<string, EpisodeError[]>();
  readonly #strikes = new Map<string, number>();
  readonly #patience: number;
  #answered = 0;
  #inRow = 0;
  #since = 0;

  constructor(patience = PATIENCE) {
    this.#patience = patience;
  }

  /** An error that is no strike: of an earlier sitting, or of ending an episode. One that says nothing new is not kept. */
  remember(name: string, error: EpisodeError): void {
    const errors = this.#errors.get(name) ?? [];
    if (errors.length < KEPT && errors.every(({ what }) => what !== error.what)) errors.push(error);
    this.#errors.set(name, errors);
  }

  /** The errors that an episode met until now, as its record keeps them. */
  errorsOf(name: string): Pick<EpisodeRecord, 'firstError' | 'laterErrors'> {
    const [firstError, ...laterErrors] = this.#errors.get(name) ?? [];
    return { ...(firstError && { firstError }), ...(laterErrors.length > 0 && { laterErrors }) };
  }

  /** `answered`: how many questions were answered until now. */
  judge(name: string, error: EpisodeError, permanent: boolean, answered: number, now: number): Verdict {
    this.remember(name, error);
    if (permanent) return { kind: 'final' };
    const alive = answered > this.#answered;
    this.#answered = answered;
    if (alive || this.#inRow === 0) {
      this.#inRow = 0;
      this.#since = now;
      const strikes = (this.#strikes.get(name) ?? 0) + 1;
      this.#strikes.set(name, strikes);
      if (strikes >= STRIKES) return { kind: 'final' };
    }
    this.#inRow++;
    if (now - this.#since > this.#patience) return { kind: 'give-up' };
    const wait = Math.min(LONGEST_WAIT, 500 * 2 ** this.#inRow);
    return { kind: 'again', wait, hold: this.#inRow >= LOST_AFTER };
  }
}
