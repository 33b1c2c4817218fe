import { type FileHandle, open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import type { DataFiles } from '../elements/data-files.ts';
import { type Piece, piecesOf, readAhead } from '../elements/read-pieces.ts';
import type { OutputFile, Part, Transform } from './output-plan.ts';

const LIMITS = {
  /** Writes on their way at once. */
  writes: 3,
  /** Bytes after which the disk is asked to begin, so that it works while we read. */
  flush: 128 * 1024 * 1024,
};

export interface WriteProgress {
  readonly signal?: AbortSignal | undefined;
  readonly onBytes?: ((bytes: number) => void) | undefined;
}

interface Body {
  readonly index: number;
  readonly position: number;
}

/** Writes a planned file to `path` (a new file) and waits until it is on the disk. Errors are the system's own. */
export async function writeOutput(
  plan: OutputFile,
  path: string,
  files: DataFiles,
  progress: WriteProgress = {},
): Promise<void> {
  const handle = await open(path, 'wx');
  const writer = new Writer(handle);
  try {
    await writer.parts(plan.head);
    const crcs = await writeBodies(plan, files, writer, progress);
    // it patches headers that may still be on their way
    await writer.settle();
    if (plan.tail) await writer.parts(plan.tail(crcs));
    await writer.finish();
    await handle.sync();
  } finally {
    await writer.settle();
    await handle.close();
  }
}

async function writeBodies(
  plan: OutputFile,
  files: DataFiles,
  writer: Writer,
  { signal, onBytes }: WriteProgress,
): Promise<number[]> {
  const crcs = plan.bodies.map(() => 0);
  let current = -1;
  let transform: Transform | undefined;
  let written = 0;
  for await (const piece of readAhead(files, allPieces(plan))) {
    signal?.throwIfAborted();
    const { index, position } = piece.owner;
    if (index !== current) {
      current = index;
      written = 0;
      transform = await plan.bodies[index]!.storage.transform?.(files);
    }
    const bytes = transform ? transform(piece.bytes, piece.first) : piece.bytes;
    if (plan.tail) crcs[index] = crc32(bytes, crcs[index]);
    await writer.write(bytes, position + written, piece.release);
    written += bytes.length;
    onBytes?.(bytes.length);
  }
  return crcs;
}

function* allPieces(plan: OutputFile): Generator<Piece<Body>> {
  for (const [index, { position, storage }] of plan.bodies.entries())
    yield* piecesOf(storage.source, { index, position });
}

/** A few writes at a time, at known positions. The first failure is thrown by the next call. */
class Writer {
  private readonly handle: FileHandle;
  private readonly pending = new Set<Promise<void>>();
  private failure: { readonly error: unknown } | undefined;
  private sinceFlush = 0;
  private flushing: Promise<void> | undefined;

  constructor(handle: FileHandle) {
    this.handle = handle;
  }

  async write(bytes: Uint8Array, position: number, done: () => void): Promise<void> {
    while (this.pending.size >= LIMITS.writes) await Promise.race(this.pending);
    this.check();
    const writing: Promise<void> = this.writeAll(bytes, position)
      .catch((error: unknown) => {
        this.failure ??= { error };
      })
      .finally(() => {
        this.pending.delete(writing);
        done();
      });
    this.pending.add(writing);
    this.flushSometimes(bytes.length);
  }

  async parts(parts: readonly Part[]): Promise<void> {
    for (const { position, bytes } of parts) await this.write(bytes, position, () => {});
  }

  async finish(): Promise<void> {
    await this.settle();
    this.check();
  }

  async settle(): Promise<void> {
    while (this.pending.size > 0) await Promise.race(this.pending);
    await this.flushing;
  }

  private check(): void {
    if (this.failure) throw this.failure.error;
  }

  private async writeAll(bytes: Uint8Array, position: number): Promise<void> {
    for (let done = 0; done < bytes.length; ) {
      const { bytesWritten } = await this.handle.write(bytes, done, bytes.length - done, position + done);
      done += bytesWritten;
    }
  }

  private flushSometimes(bytes: number): void {
    this.sinceFlush += bytes;
    if (this.flushing || this.sinceFlush < LIMITS.flush) return;
    this.sinceFlush = 0;
    this.flushing = this.handle
      .datasync()
      .catch((error: unknown) => {
        this.failure ??= { error };
      })
      .finally(() => {
        this.flushing = undefined;
      });
  }
}
