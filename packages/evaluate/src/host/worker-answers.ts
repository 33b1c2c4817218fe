import { PlumbError } from '@plumb/core';
import { sendError } from '../worker/error-across.ts';
import type { Answer, FromWorker } from '../worker/messages.ts';
import type { PolicyBroker } from './policy-broker.ts';
import { SceneShelf } from './scene-shelf.ts';
import type { WorkerSeat } from './worker-seat.ts';

/** What a worker asks of the host, or leaves there for the others. */
export type WorkerQuestion = Extract<FromWorker, { type: 'begin' | 'ask' | 'need-scene' | 'scene' }>;

/** Answers workers: with what the policy says, and with scenes that one of them has packed. */
export class WorkerAnswers {
  readonly #broker: PolicyBroker | undefined;
  readonly #fail: (error: unknown) => void;
  readonly #scenes = new SceneShelf<WorkerSeat>();

  /** `broker`: absent where the policy runs beside each world. `fail` is given what is no error of a policy. */
  constructor(broker: PolicyBroker | undefined, fail: (error: unknown) => void) {
    this.#broker = broker;
    this.#fail = fail;
  }

  answer(seat: WorkerSeat, question: WorkerQuestion): void {
    switch (question.type) {
      case 'begin':
        this.#forward(seat, question.id, () =>
          this.#broker!.startEpisode(question.episode, question.instruction).then(() => undefined),
        );
        return;
      case 'ask':
        this.#forward(seat, question.id, () => this.#broker!.ask(question.request));
        return;
      case 'need-scene':
        this.#forward(seat, question.id, () => this.#scenes.take(seat, question.task));
        return;
      case 'scene':
        this.#scenes.put(seat, question.task, question.packed);
        return;
    }
  }

  /** The worker is gone, or its task could not be opened. */
  leave(seat: WorkerSeat): void {
    this.#scenes.leave(seat);
  }

  #forward(seat: WorkerSeat, id: number, ask: () => Promise<Answer>): void {
    seat.asking = true;
    ask()
      .then(
        (answer) => seat.post({ type: 'answer', id, answer }),
        (error: unknown) => {
          if (!(error instanceof PlumbError)) throw error;
          seat.post({ type: 'refused', id, error: sendError(error) });
        },
      )
      .catch(this.#fail)
      .finally(() => {
        seat.asking = false;
        seat.heard = performance.now();
      });
  }
}
