const SUBSTEP = 0.002;
const PERIOD = 1 / 20;

/**
 * When robosuite samples an observation (robosuite/utils/observables.py, Observable.update), floating point and all:
 * at the first substep after a period has run out. After a reset and an init state that is the last but one of a
 * step's 25 substeps, after a reset alone the last.
 */
export class ObservationClock {
  #time = 0;
  #sampled = false;

  reset(): void {
    // a flag set in the last episode stays set, as there
    this.#time = 0;
  }

  /** One call of `update`; says whether to sample now. */
  tick(force = false): boolean {
    this.#time += SUBSTEP;
    let sample = force || (!this.#sampled && PERIOD >= this.#time);
    if (sample) this.#sampled = true;
    if (this.#time >= PERIOD) {
      if (!this.#sampled) sample = true;
      this.#time %= PERIOD;
      this.#sampled = false;
    }
    return sample;
  }
}
