import { PlumbError } from '@plumb/core';
import type { GivenManifest } from '../manifest/override-manifest.ts';
import type { PolicyTimeouts } from '../open/policy-timeouts.ts';

/** What every client of a server is given. */
export interface ClientOptions {
  readonly url: URL;
  /** As records name the server; without passwords. */
  readonly name: string;
  readonly timeouts: PolicyTimeouts;
  readonly apiKey?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Lays the user's own items over a family's. */
  readonly manifest: GivenManifest;
}

/** An error of one question, as `Policy.act` gives it back; anything else is a bug of ours and goes up. */
export function asAnswer(error: unknown): PlumbError {
  if (error instanceof PlumbError) return error;
  throw error;
}

/** Long for the first answer of a server, shorter for the others. */
export class AnswerLimit {
  readonly #timeouts: PolicyTimeouts;
  #answered = false;

  constructor(timeouts: PolicyTimeouts) {
    this.#timeouts = timeouts;
  }

  get milliseconds(): number {
    return this.#answered ? this.#timeouts.answer : this.#timeouts.firstAnswer;
  }

  answered(): void {
    this.#answered = true;
  }
}
