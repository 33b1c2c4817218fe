import { PlumbError } from '@plumb/core';
import type { Policy, PolicyAnswer, PolicyRequest } from '@plumb/policy';

interface Question {
  readonly request: PolicyRequest;
  resolve(answer: PolicyAnswer): void;
  reject(error: unknown): void;
}

/**
 * Asks one policy for many episodes: as many calls at once as it takes, as many questions in a call as wait. While all
 * calls are under way questions gather, so that batches fill up under load and nobody waits without.
 */
export class PolicyBroker {
  readonly #policy: Policy;
  readonly #timeout: number;
  readonly #queue: Question[] = [];
  readonly #active = new Set<AbortController>();
  #calls = 0;
  /** Answers until now. */
  answered = 0;

  /** `timeout` in milliseconds for a call; the first ones may take five times as long, while a server compiles. */
  constructor(policy: Policy, timeout: number) {
    this.#policy = policy;
    this.#timeout = timeout;
  }

  /** Rejects with the policy's error, or `POLICY_TIMEOUT`. */
  ask(request: PolicyRequest): Promise<PolicyAnswer> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ request, resolve, reject });
      this.#pump();
    });
  }

  /** Rejects with the policy's error, or `POLICY_TIMEOUT`. */
  async startEpisode(episode: string, instruction: string): Promise<void> {
    await this.#within(async () => this.#policy.startEpisode?.(episode, instruction));
  }

  /** An episode that is over is over: what the policy says to it is returned, for the record. */
  async endEpisode(episode: string, success: boolean): Promise<PlumbError | undefined> {
    try {
      await this.#within(async () => this.#policy.endEpisode?.(episode, success));
      return undefined;
    } catch (error) {
      if (error instanceof PlumbError) return error;
      throw error;
    }
  }

  /** Every question that is under way or waiting is refused with this. */
  abort(error: PlumbError): void {
    for (const { reject } of this.#queue.splice(0)) reject(error);
    for (const controller of this.#active) controller.abort(error);
  }

  #pump(): void {
    while (this.#queue.length > 0 && this.#calls < this.#policy.maxParallel) {
      this.#calls++;
      void this.#call(this.#queue.splice(0, this.#policy.maxBatch));
    }
  }

  async #call(questions: readonly Question[]): Promise<void> {
    try {
      const answers = await this.#within((signal) =>
        this.#policy.act(
          questions.map(({ request }) => request),
          signal,
        ),
      );
      for (const [i, question] of questions.entries()) {
        const answer = answers[i];
        if (answer === undefined) question.reject(missing(questions.length, answers.length));
        else if (answer instanceof Error) question.reject(answer);
        else {
          this.answered++;
          question.resolve(answer);
        }
      }
    } catch (error) {
      for (const { reject } of questions) reject(error);
    } finally {
      this.#calls--;
      this.#pump();
    }
  }

  /** A call of the policy, which ends in time or is given up. */
  async #within<T>(call: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    this.#active.add(controller);
    const limit = this.answered === 0 ? 5 * this.#timeout : this.#timeout;
    const timer = setTimeout(() => controller.abort(timedOut(limit)), limit);
    try {
      return await Promise.race([call(controller.signal), aborted(controller.signal)]);
    } finally {
      clearTimeout(timer);
      this.#active.delete(controller);
    }
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

function timedOut(limit: number): PlumbError {
  return new PlumbError(
    {
      code: 'POLICY_TIMEOUT',
      what: `The policy did not answer within ${limit / 1000} s.`,
      why: 'The server hangs, is overloaded, or runs on a CPU.',
      remedy: 'Look at its log; give it more time with --timeout, or ask it less at once with --workers.',
    },
    { permanent: false },
  );
}

function missing(asked: number, given: number): PlumbError {
  return new PlumbError({
    code: 'POLICY_ANSWERS_MISSING',
    what: `The policy was asked ${asked} questions and gave ${given} answers.`,
    why: 'A batch needs one answer a question, in order.',
    remedy: 'Return as many results from act() as it was given requests.',
  });
}
