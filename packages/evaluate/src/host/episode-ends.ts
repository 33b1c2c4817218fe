import type { PlumbError } from '@plumb/core';
import { type EpisodeRecord, episodeName } from '@plumb/run';
import type { PolicyBroker } from './policy-broker.ts';

/** Tells a policy that episodes are over. What it says to that comes after the episode's own errors, and holds up nobody. */
export class EpisodeEnds {
  readonly #broker: PolicyBroker;
  readonly #keep: (record: EpisodeRecord, error: PlumbError) => void;
  readonly #fail: (error: unknown) => void;
  readonly #under = new Set<Promise<void>>();

  /** `keep` is given what the policy says; `fail`, what is no error of a policy. */
  constructor(
    broker: PolicyBroker,
    keep: (record: EpisodeRecord, error: PlumbError) => void,
    fail: (error: unknown) => void,
  ) {
    this.#broker = broker;
    this.#keep = keep;
    this.#fail = fail;
  }

  tell(record: EpisodeRecord): void {
    const told = this.#broker
      .endEpisode(episodeName(record), record.status === 'success')
      .then((error) => error && this.#keep(record, error))
      .catch(this.#fail)
      .finally(() => this.#under.delete(told));
    this.#under.add(told);
  }

  /** When the policy has been told everything, or gave it up. */
  async settled(): Promise<void> {
    await Promise.all(this.#under);
  }
}
