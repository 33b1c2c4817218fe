import { PlumbError } from '@plumb/core';
import type { GlobalUse } from './checkpoint.ts';
import { judgeGlobals } from './judge-globals.ts';
import type { Sighting } from './pickle-cursor.ts';
import { type PersistentLoad, PickleMachine } from './pickle-machine.ts';
import type { PickleValue } from './pickle-value.ts';
import { scanPacked } from './scan-packed.ts';
import { runPickle } from './unpickle.ts';

export interface ScannedPickles {
  /** Of the first pickle: what `pickle.load` returns. */
  readonly value: PickleValue;
  /** Of all of them, and of whatever can still be read behind. */
  readonly sightings: readonly Sighting[];
  readonly notes: readonly string[];
}

/**
 * Reads the first pickle, then whatever pickles follow it in the same bytes: a loader that reads on would run them.
 * An error in the first is thrown, naming what it had imported by then (pickle executes as it reads); errors further
 * on are notes. With `tolerant`, the first may be broken too, and its value is then null.
 */
export function scanPickles(
  bytes: Uint8Array,
  place: string,
  persistentLoad?: PersistentLoad,
  tolerant = false,
): ScannedPickles {
  const machine = new PickleMachine(bytes, 0, place, persistentLoad);
  const sightings = machine.sightings;
  // one by one: a hostile file names more than a call takes arguments
  const keep = (more: readonly Sighting[]) => {
    for (const sighting of more) sightings.push(sighting);
  };
  let value: PickleValue = null;
  try {
    value = runPickle(machine);
  } catch (error) {
    keep(scanPacked(machine).sightings);
    if (!tolerant) throw withSightings(error, sightings, place);
    return { value, sightings, notes: [] };
  }
  const packed = scanPacked(machine);
  keep(packed.sightings);
  const notes = [...machine.notes, ...describePacked(packed.pickles)];
  let end = machine.position;
  const rest = bytes.length - end;
  if (rest > 0) notes.push(`${rest} bytes follow the pickle's STOP in ${place}.`);
  while (end < bytes.length) {
    const next = new PickleMachine(bytes, end, place, persistentLoad);
    try {
      runPickle(next);
    } catch {
      // padding, or a pickle that is cut short: what it imported counts all the same
      keep([...next.sightings, ...scanPacked(next).sightings]);
      break;
    }
    keep([...next.sightings, ...scanPacked(next).sightings]);
    end = next.position;
  }
  return { value, sightings, notes };
}

function describePacked(pickles: number): string[] {
  if (pickles === 0) return [];
  const what =
    pickles === 1
      ? 'A value of bytes is a pickle itself'
      : `${pickles} values of bytes are pickles themselves`;
  return [
    `${what}: torch.load leaves such bytes alone, whoever saved them loads them; judged with the rest.`,
  ];
}

/** A pickle runs while it is read: one that breaks at its end has done its work by then. */
export function withSightings(error: unknown, sightings: readonly Sighting[], place: string): unknown {
  return error instanceof PlumbError ? withDangers(error, judgeGlobals(sightings, place)) : error;
}

/** An error of a file that is dangerous says so first. */
export function withDangers(error: PlumbError, globals: readonly GlobalUse[]): PlumbError {
  const dangerous = globals.filter((use) => use.verdict === 'dangerous');
  if (dangerous.length === 0) return error;
  const names = dangerous.map((use) => use.name).join(', ');
  return new PlumbError(
    {
      code: 'PICKLE_DANGEROUS',
      what: `${error.what} Before that it calls for ${names}, which can run code.`,
      why: 'Pickle executes while it reads: a file that breaks off has run everything before the break.',
      remedy: 'Do not load this file. Delete it, and tell whoever published it.',
    },
    { cause: error },
  );
}
