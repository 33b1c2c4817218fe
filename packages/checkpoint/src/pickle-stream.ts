import type { ByteSource } from '@plumb/core';
import type { Sighting } from './pickle-cursor.ts';
import { type PersistentLoad, PickleMachine } from './pickle-machine.ts';
import type { PickleValue } from './pickle-value.ts';
import { scanPacked } from './scan-packed.ts';
import { runPickle } from './unpickle.ts';

const LIMITS = {
  /** Bytes read for a pickle at first; four times as many whenever it goes on. */
  window: 64 * 1024,
};

/** Pickles that follow each other in a file, with other data behind them: nobody says how long each is. */
export class PickleStream {
  readonly source: ByteSource;
  readonly sightings: Sighting[] = [];
  readonly notes = new Set<string>();
  /** Byte offset behind the last pickle. */
  position = 0;

  constructor(source: ByteSource) {
    this.source = source;
  }

  async next(persistentLoad?: PersistentLoad): Promise<PickleValue> {
    const rest = this.source.size - this.position;
    for (let window = Math.min(LIMITS.window, rest); ; window = Math.min(window * 4, rest)) {
      const bytes = await this.source.read(this.position, window);
      const machine = new PickleMachine(bytes, 0, this.source.place, persistentLoad);
      try {
        const value = runPickle(machine);
        this.#keep(machine);
        this.position += machine.position;
        return value;
      } catch (error) {
        if (machine.exhausted && window < rest) continue;
        this.#keep(machine);
        throw error;
      }
    }
  }

  #keep(machine: PickleMachine): void {
    for (const note of machine.notes) this.notes.add(note);
    for (const sighting of [...machine.sightings, ...scanPacked(machine).sightings])
      this.sightings.push({ ...sighting, offset: sighting.offset + this.position });
  }
}
