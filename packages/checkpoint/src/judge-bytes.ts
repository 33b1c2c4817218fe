import { type ByteSource, PlumbError } from '@plumb/core';
import type { GlobalUse } from './checkpoint.ts';
import type { FileVerdict } from './judge-file.ts';
import { judgeGlobals, worstVerdict } from './judge-globals.ts';
import { inflate, listMembers } from './list-members.ts';
import { nameOpaque } from './name-opaque.ts';
import { PickleMachine } from './pickle-machine.ts';
import { scanPacked } from './scan-packed.ts';
import { loadStorage } from './torch-storages.ts';
import { runPickle } from './unpickle.ts';

const LIMITS = {
  /** Bytes of the file that are looked at. What executes stands at the beginning; a checkpoint's data is not code. */
  file: 128 * 1024 * 1024,
  /** Archives in archives. torch has none at all; a joblib file in a tar in a gzip has three. */
  depth: 4,
  /** Members of all archives together, and pickles that follow each other: a small file can list very many. */
  members: 2000,
  /** Opcodes of all pickles together, those that are read again in another reading included. */
  opcodes: 20_000_000,
};

export async function judgeSource(source: ByteSource): Promise<FileVerdict> {
  const bytes = await source.read(0, Math.min(source.size, LIMITS.file));
  const judge = new Judge();
  const whole = judge.look(bytes, source.place, 0) && bytes.length === source.size;
  if (bytes.length < source.size)
    judge.notes.add(`Only the first ${LIMITS.file} bytes were searched for pickles.`);
  const verdict = worstVerdict(judge.globals);
  return {
    verdict: verdict === 'safe' && !whole ? 'unknown' : verdict,
    globals: judge.globals,
    notes: [...judge.notes],
  };
}

/** The globals of whatever is packed in one record of an archive, and what nobody could look into as one of unknown name. */
export function judgeRecord(bytes: Uint8Array, place: string): readonly GlobalUse[] {
  const judge = new Judge();
  judge.look(bytes, place, 1);
  return [...judge.globals, ...judge.opaque];
}

class Judge {
  readonly globals: GlobalUse[] = [];
  readonly notes = new Set<string>();
  /** Packed by what Plumb does not unpack. */
  readonly opaque: GlobalUse[] = [];
  #members = 0;
  #opcodes = 0;

  /** Returns whether the bytes are pickles from the first to the last, and nothing else. */
  look(bytes: Uint8Array, place: string, depth: number): boolean {
    const pickled = this.#lookForPickles(bytes, place);
    const opaque = nameOpaque(bytes);
    if (opaque !== undefined) {
      const reason = `is compressed by ${opaque}: nobody looked inside`;
      this.notes.add(`${place} ${reason}.`);
      this.opaque.push({
        name: place.split('!').at(-1)!,
        verdict: 'unknown',
        reason,
        offset: 0,
        file: place,
      });
    }
    if (depth >= LIMITS.depth) return false;
    const inflated = inflate(bytes);
    if (inflated !== undefined) this.look(inflated, `${place}!inflated`, depth + 1);
    let members = 0;
    for (const member of listMembers(bytes)) {
      members++;
      if (++this.#members > LIMITS.members) {
        this.notes.add(`${place} has too many members: the rest were not looked at.`);
        return false;
      }
      this.look(member.bytes, `${place}!${member.name}`, depth + 1);
    }
    return pickled && members === 0 && inflated === undefined && opaque === undefined;
  }

  /** One after the other, over what may lie between them. Returns whether they are all there is. */
  #lookForPickles(bytes: Uint8Array, place: string): boolean {
    let whole = bytes.length > 0;
    let at = 0;
    for (let count = 0; at < bytes.length && count < LIMITS.members; count++) {
      const machine = new PickleMachine(bytes, at, place, keepStorage);
      machine.opcodes = this.#opcodes;
      let ended = true;
      try {
        runPickle(machine);
      } catch (error) {
        if (!(error instanceof PlumbError)) throw error;
        ended = false;
      }
      this.#opcodes = machine.opcodes;
      if (this.#opcodes > LIMITS.opcodes) return false;
      this.#keep(machine, place, ended);
      // with those of the pickles in its values of bytes
      this.#opcodes = machine.opcodes;
      if (!ended) whole = false;
      // a break may be padding, or what a loader passes over: the next one says where it begins
      const next = ended ? machine.position : nextPickle(bytes, at + 1);
      if (!ended && count === 0 && !isMarked(bytes, at)) return false;
      at = next;
    }
    return whole;
  }

  /** Text and noise can begin like a pickle: of what breaks off, only known weapons are kept, or what said PROTO. */
  #keep(machine: PickleMachine, place: string, ended: boolean): void {
    const uses = judgeGlobals([...machine.sightings, ...scanPacked(machine).sightings], place);
    const marked = ended || machine.protocol >= 2;
    this.globals.push(...uses.filter((use) => marked || use.verdict === 'dangerous'));
  }
}

/** A storage where the id is one of torch's, else nothing that could fail. */
const keepStorage: typeof loadStorage = (id, machine) => {
  try {
    return loadStorage(id, machine);
  } catch (error) {
    if (error instanceof PlumbError) return null;
    throw error;
  }
};

/** PROTO and a protocol that needs it. */
function isMarked(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0x80 && bytes[at + 1]! <= 5;
}

function nextPickle(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0x80, from); at >= 0; at = bytes.indexOf(0x80, at + 1))
    if (isMarked(bytes, at) && bytes[at + 1]! >= 2) return at;
  return bytes.length;
}
