import { type FileHandle, open } from 'node:fs/promises';
import { assertInRange, PlumbError } from '@plumb/core';

interface OpenFile {
  readonly handle: FileHandle;
  readonly size: number;
}

/** The files that hold a checkpoint's data, each opened once; reads go into buffers of the caller. */
export class DataFiles {
  private readonly files = new Map<string, Promise<OpenFile>>();

  /** Fills `into` from `offset` on. Throws `FILE_UNREADABLE` or `BYTES_OUT_OF_RANGE`. */
  async read(place: string, offset: number, into: Uint8Array): Promise<void> {
    const { handle, size } = await this.open(place);
    assertInRange({ place, size }, offset, into.length);
    for (let done = 0; done < into.length; ) {
      const { bytesRead } = await handle
        .read(into, done, into.length - done, offset + done)
        .catch((cause) => Promise.reject(unreadable(place, cause)));
      // the file shrank while it was read
      if (bytesRead === 0) assertInRange({ place, size: offset + done }, offset, into.length);
      done += bytesRead;
    }
  }

  async close(): Promise<void> {
    const opened = await Promise.allSettled(this.files.values());
    this.files.clear();
    for (const result of opened) if (result.status === 'fulfilled') await result.value.handle.close();
  }

  private open(place: string): Promise<OpenFile> {
    let file = this.files.get(place);
    if (file === undefined) {
      file = openForReading(place);
      this.files.set(place, file);
    }
    return file;
  }
}

async function openForReading(place: string): Promise<OpenFile> {
  try {
    const handle = await open(place, 'r');
    return { handle, size: (await handle.stat()).size };
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
