import { OPCODES } from './opcodes/opcode-table.ts';
import type { Sighting } from './pickle-cursor.ts';
import { type PersistentLoad, PickleMachine } from './pickle-machine.ts';
import type { PickleValue } from './pickle-value.ts';

export const LIMITS = {
  /** Bytes of one pickle. The largest `data.pkl` met so far has 6 MB; what it unpacks to takes ten times that. */
  bytes: 128 * 1024 * 1024,
};

export interface UnpickleOptions {
  /** What errors call the pickle: `checkpoint.pt!archive/data.pkl`. */
  readonly place: string;
  /** Byte offset of the first opcode. */
  readonly start?: number;
  readonly persistentLoad?: PersistentLoad;
}

export interface Unpickled {
  readonly value: PickleValue;
  readonly sightings: readonly Sighting[];
  readonly notes: readonly string[];
  /** Byte offset just behind STOP. */
  readonly end: number;
}

/**
 * Reads one pickle, protocols 0 to 5, into inert values: no name is looked up and nothing is called.
 * Throws `PICKLE_MALFORMED` where CPython would raise too, `PICKLE_TOO_LARGE` beyond the limits.
 */
export function unpickle(bytes: Uint8Array, options: UnpickleOptions): Unpickled {
  const machine = new PickleMachine(bytes, options.start ?? 0, options.place, options.persistentLoad);
  const value = runPickle(machine);
  return { value, sightings: machine.sightings, notes: [...machine.notes], end: machine.position };
}

/** Like `unpickle`, on a machine that the caller keeps: what was seen before an error counts too. */
export function runPickle(machine: PickleMachine): PickleValue {
  if (machine.bytes.length > LIMITS.bytes) machine.tooLarge(`a pickle of ${machine.bytes.length} bytes`);
  while (!machine.stopped) {
    machine.opcodeAt = machine.position;
    const byte = machine.uint8();
    machine.countOpcode();
    const opcode = OPCODES[byte];
    if (opcode === undefined) machine.fail(`0x${byte.toString(16).padStart(2, '0')} is not an opcode`);
    opcode(machine);
  }
  const value = machine.pop();
  machine.settleLookups();
  return value;
}
