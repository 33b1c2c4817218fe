import { closeSync, fdatasync, fsync, openSync, write, writeSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { promisify } from 'node:util';
import { crc32 } from 'node:zlib';
import type { DataFiles } from '../elements/data-files.ts';
import { makeBuffer, readPieces } from '../elements/read-pieces.ts';
import type { OutputFile, OutputStorage, Part } from './output-plan.ts';

const LIMITS = {
  /** Bytes after which the disk is asked to begin, so that it works while we read. */
  flush: 128 * 1024 * 1024,
  /** Bytes between two looks at what else happened: Ctrl-C, a disk that answers. */
  turn: 8 * 1024 * 1024,
};

export interface WriteProgress {
  readonly signal?: AbortSignal | undefined;
  readonly onBytes?: ((bytes: number) => void) | undefined;
}

/** Writes a planned file to `path` (a new file) and waits until it is on the disk. Errors are the system's own. */
export async function writeOutput(
  plan: OutputFile,
  path: string,
  files: DataFiles,
  progress: WriteProgress = {},
): Promise<void> {
  const descriptor = openSync(path, 'wx');
  const disk = new Disk(descriptor);
  const buffers = [makeBuffer(), makeBuffer()];
  // one piece is on its way to the disk's cache while the next is read and summed
  let writing = Promise.resolve();
  try {
    const crcs: number[] = [];
    // in the order of the file: blocks are given out as they are written
    let next = 0;
    const writeHeadUpTo = (position: number) => {
      while (next < plan.head.length && plan.head[next]!.position < position)
        writePart(descriptor, plan.head[next++]!);
    };
    for (const { position, storage } of plan.bodies) {
      writeHeadUpTo(position);
      crcs.push(await writeStorage(storage, position, plan.tail !== undefined));
    }
    writeHeadUpTo(plan.bytes);
    for (const part of plan.tail?.(crcs) ?? []) writePart(descriptor, part);
    await disk.finish();
  } finally {
    // a descriptor in use must not be closed
    await Promise.allSettled([writing, disk.settle()]);
    closeSync(descriptor);
  }

  async function writeStorage(storage: OutputStorage, position: number, summed: boolean): Promise<number> {
    const transform = storage.transform?.(files);
    let at = position;
    let crc = 0;
    for (const piece of readPieces(files, storage.source, buffers)) {
      const bytes = transform ? transform(piece.bytes, piece.first) : piece.bytes;
      if (summed) crc = crc32(bytes, crc);
      await writing;
      writing = writeLater(descriptor, { position: at, bytes });
      // told where it is awaited
      writing.catch(() => {});
      at += bytes.length;
      progress.onBytes?.(bytes.length);
      if (!disk.count(bytes.length)) continue;
      await nextTurn();
      progress.signal?.throwIfAborted();
    }
    await writing;
    return crc;
  }
}

function writePart(descriptor: number, { position, bytes }: Part): void {
  for (let done = 0; done < bytes.length; )
    done += writeSync(descriptor, bytes, done, bytes.length - done, position + done);
}

const writeSome = promisify(write);

async function writeLater(descriptor: number, { position, bytes }: Part): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await writeSome(descriptor, bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}

/** Asks the disk to begin while there is more to come, and waits for it at the end. */
class Disk {
  private readonly descriptor: number;
  private sinceTurn = 0;
  private sinceFlush = 0;
  private flushing: Promise<void> | undefined;
  private failure: { readonly error: unknown } | undefined;

  constructor(descriptor: number) {
    this.descriptor = descriptor;
  }

  /** True where it is time to look at what else happened. */
  count(bytes: number): boolean {
    this.sinceFlush += bytes;
    this.sinceTurn += bytes;
    if (this.failure) throw this.failure.error;
    if (this.sinceFlush >= LIMITS.flush && !this.flushing) this.flush();
    if (this.sinceTurn < LIMITS.turn) return false;
    this.sinceTurn = 0;
    return true;
  }

  private flush(): void {
    this.sinceFlush = 0;
    this.flushing = promisify(fdatasync)(this.descriptor)
      .catch((error: unknown) => {
        this.failure ??= { error };
      })
      .finally(() => {
        this.flushing = undefined;
      });
  }

  async finish(): Promise<void> {
    await this.settle();
    if (this.failure) throw this.failure.error;
    await promisify(fsync)(this.descriptor);
  }

  /** A descriptor that the disk still works on must not be closed. */
  async settle(): Promise<void> {
    await this.flushing;
  }
}
