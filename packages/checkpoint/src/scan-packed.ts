import { PlumbError } from '@plumb/core';
import type { Sighting } from './pickle-cursor.ts';
import { PickleMachine } from './pickle-machine.ts';
import { runPickle } from './unpickle.ts';

const LIMITS = {
  /** Pickles in pickles in pickles. Diffusion Policy's checkpoints have one level. */
  depth: 4,
  /** Values of bytes in one pickle that may be pickles. Diffusion Policy's checkpoints have three. */
  packed: 1000,
};

export interface PackedScan {
  /** As if they were named where the bytes stand. */
  readonly sightings: readonly Sighting[];
  /** How many values were pickles. */
  readonly pickles: number;
}

/**
 * Bytes in a pickle that are a pickle themselves: `torch.load` leaves them as they are, whoever saved them loads them
 * (Diffusion Policy's workspaces, `dill.loads` of each of `pickles`).
 */
export function scanPacked(machine: PickleMachine, depth = 0): PackedScan {
  const sightings: Sighting[] = [];
  let pickles = 0;
  for (const { bytes, offset } of machine.packed.slice(0, LIMITS.packed)) {
    const inner = new PickleMachine(bytes, 0, machine.place);
    inner.opcodes = machine.opcodes;
    const ended = runs(inner);
    machine.opcodes = inner.opcodes;
    // noise may begin like protocol 0; what says PROTO is meant to be one, and runs until it breaks
    if (!(ended && inner.position === bytes.length) && inner.protocol < 2) continue;
    pickles++;
    const deeper = depth < LIMITS.depth ? scanPacked(inner, depth + 1).sightings : [];
    sightings.push(...[...inner.sightings, ...deeper].map((sighting) => ({ ...sighting, offset })));
  }
  if (machine.packed.length > LIMITS.packed || (depth >= LIMITS.depth && machine.packed.length > 0))
    sightings.push({
      module: 'pickle',
      name: 'loads(…)',
      offset: machine.packed[0]!.offset,
      trick: 'pickles are packed in values of bytes, too many or too deep to look at',
    });
  return { sightings, pickles };
}

function runs(machine: PickleMachine): boolean {
  try {
    runPickle(machine);
    return true;
  } catch (error) {
    if (error instanceof PlumbError) return false;
    throw error;
  }
}
