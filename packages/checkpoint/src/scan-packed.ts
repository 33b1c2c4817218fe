import { PlumbError } from '@plumb/core';
import { judgeGlobals } from './judge-globals.ts';
import type { Sighting } from './pickle-cursor.ts';
import { PickleMachine } from './pickle-machine.ts';
import { runPickle } from './unpickle.ts';

const LIMITS = {
  /** Pickles in pickles in pickles. Diffusion Policy's checkpoints have one level. */
  depth: 4,
  /** Values of bytes in one pickle that may be pickles: pictures may by chance. Each costs microseconds. */
  packed: 100_000,
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
  let left = machine.packed.length > LIMITS.packed || (depth >= LIMITS.depth && machine.packed.length > 0);
  for (const { bytes, offset } of machine.packed.slice(0, LIMITS.packed)) {
    const inner = new PickleMachine(bytes, 0, machine.place);
    inner.opcodes = machine.opcodes;
    const ended = runs(inner);
    machine.opcodes = inner.opcodes;
    const deeper = depth < LIMITS.depth ? scanPacked(inner, depth + 1).sightings : [];
    const all = [...inner.sightings, ...deeper];
    // noise may begin like protocol 0: of that only known weapons count; what says PROTO is meant to be a pickle
    const meant = (ended === true && inner.position === bytes.length) || inner.protocol >= 2;
    const kept = meant ? all : all.filter((each) => judgeGlobals([each], '')[0]!.verdict === 'dangerous');
    if (meant || kept.length > 0) pickles++;
    for (const sighting of kept) sightings.push({ ...sighting, offset });
    if (ended !== 'PICKLE_TOO_LARGE') continue;
    left = true;
    break;
  }
  if (left)
    sightings.push({
      module: 'pickle',
      name: 'loads(…)',
      offset: machine.packed[0]!.offset,
      trick: 'pickles are packed in values of bytes, too many, too long or too deep to look at',
    });
  return { sightings, pickles };
}

/** Whether it came to its end, or the code of the error that it broke with. */
function runs(machine: PickleMachine): true | string {
  try {
    runPickle(machine);
    return true;
  } catch (error) {
    if (error instanceof PlumbError) return error.code;
    throw error;
  }
}
