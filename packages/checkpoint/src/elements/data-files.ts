import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { assertInRange, PlumbError } from '@plumb/core';

interface OpenFile {
  readonly descriptor: number;
  readonly size: number;
}

/**
 * The files that hold a checkpoint's data, each opened once; reads go into buffers of the caller. They wait: a round
 * trip through Node's threads costs more than to copy the 256 kB that are asked for, and the system reads ahead.
 */
export class DataFiles {
  private readonly files = new Map<string, OpenFile>();

  /** Fills `into` from `offset` on. Throws `FILE_UNREADABLE` or `BYTES_OUT_OF_RANGE`. */
  read(place: string, offset: number, into: Uint8Array): void {
    const { descriptor, size } = this.open(place);
    assertInRange({ place, size }, offset, into.length);
    for (let done = 0; done < into.length; ) {
      const count = readSome(place, descriptor, into, done, offset + done);
      // the file shrank while it was read
      if (count === 0) assertInRange({ place, size: offset + done }, offset, into.length);
      done += count;
    }
  }

  close(): void {
    for (const { descriptor } of this.files.values()) closeSync(descriptor);
    this.files.clear();
  }

  private open(place: string): OpenFile {
    let file = this.files.get(place);
    if (file === undefined) {
      file = openForReading(place);
      this.files.set(place, file);
    }
    return file;
  }
}

function readSome(place: string, descriptor: number, into: Uint8Array, at: number, position: number): number {
  try {
    return readSync(descriptor, into, at, into.length - at, position);
  } catch (cause) {
    throw unreadable(place, cause);
  }
}

function openForReading(place: string): OpenFile {
  if (/^[a-z]+:\/\//i.test(place)) throw notHere(place);
  try {
    const descriptor = openSync(place, 'r');
    return { descriptor, size: fstatSync(descriptor).size };
  } catch (cause) {
    throw unreadable(place, cause);
  }
}

function unreadable(place: string, cause: unknown): PlumbError {
  return new PlumbError(
    {
      code: 'FILE_UNREADABLE',
      what: `${place} cannot be read.`,
      why: (cause as Error).message,
      remedy:
        'Check the path and its permissions; where a disk or a network drive fails, copy the file first.',
    },
    { cause },
  );
}

function notHere(place: string): PlumbError {
  return new PlumbError({
    code: 'DATA_NOT_HERE',
    what: `${place} lies on another machine.`,
    why: 'Its structure can be read from afar; all of its data would be a download.',
    remedy: 'Download the file, then give its path.',
  });
}
