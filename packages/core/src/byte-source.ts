import { readSync } from 'node:fs';
import { type FileHandle, open, readlink } from 'node:fs/promises';
import { PlumbError } from './plumb-error.ts';

/** Random access to bytes, wherever they lie. Offsets and lengths in bytes; reads past the end are errors. */
export interface ByteSource {
  /** What a message calls it: a path or a URL. */
  readonly place: string;
  readonly size: number;
  /** Exactly `length` bytes from `offset`; throws `BYTES_OUT_OF_RANGE` where the source is shorter. */
  read(offset: number, length: number): Promise<Uint8Array>;
  /**
   * The same without waiting, where the bytes are at hand: thousands of 30-byte headers cost 5 times less. They may lie
   * in `into`, to be read before the next call.
   */
  readNow?(offset: number, length: number, into?: Uint8Array): Uint8Array;
  close(): Promise<void>;
}

export function assertInRange(source: { place: string; size: number }, offset: number, length: number): void {
  if (offset >= 0 && length >= 0 && offset + length <= source.size) return;
  throw new PlumbError({
    code: 'BYTES_OUT_OF_RANGE',
    what: `${source.place} has ${source.size} bytes, but bytes ${offset} to ${offset + length} are needed.`,
    why: 'The file is shorter than its own header says: a download or a save was cut short, or the header is wrong.',
    remedy: 'Fetch or save the file again and compare its size and sha256 with the original.',
  });
}

/** A link whose target is gone is no wrong path: the hub's cache consists of links. */
async function describeUnreadable(path: string, cause: Error): Promise<{ why: string; remedy: string }> {
  const target = await readlink(path).catch(() => undefined);
  if (target === undefined) return { why: cause.message, remedy: 'Check the path and its permissions.' };
  return {
    why: `It is a link to ${target}: ${cause.message}`,
    remedy: 'Fetch what it points to again (in the hub’s cache the same download does), or mend the link.',
  };
}

/** A file on disk. Opening an unreadable path throws `FILE_UNREADABLE`. */
export async function openFile(path: string): Promise<ByteSource> {
  let handle: FileHandle;
  let size: number;
  try {
    handle = await open(path, 'r');
    const stat = await handle.stat();
    if (!stat.isFile()) throw Object.assign(new Error('not a regular file'), { code: 'EISDIR' });
    size = stat.size;
  } catch (cause) {
    throw new PlumbError(
      {
        code: 'FILE_UNREADABLE',
        what: `${path} cannot be read.`,
        ...(await describeUnreadable(path, cause as Error)),
      },
      { cause },
    );
  }
  const source = { place: path, size };
  return {
    ...source,
    async read(offset, length) {
      assertInRange(source, offset, length);
      const buffer = new Uint8Array(length);
      let done = 0;
      while (done < length) {
        const { bytesRead } = await handle.read(buffer, done, length - done, offset + done);
        // the file shrank while we read it
        if (bytesRead === 0) assertInRange({ place: path, size: offset + done }, offset, length);
        done += bytesRead;
      }
      return buffer;
    },
    readNow(offset, length, into) {
      assertInRange(source, offset, length);
      const buffer = into ?? new Uint8Array(length);
      let done = 0;
      while (done < length) {
        const bytesRead = readSync(handle.fd, buffer, done, length - done, offset + done);
        if (bytesRead === 0) assertInRange({ place: path, size: offset + done }, offset, length);
        done += bytesRead;
      }
      return buffer;
    },
    close: () => handle.close(),
  };
}

/** Bytes that are in memory already. */
export function fromBytes(bytes: Uint8Array, place = '<memory>'): ByteSource {
  const source = { place, size: bytes.byteLength };
  return {
    ...source,
    async read(offset, length) {
      assertInRange(source, offset, length);
      return bytes.subarray(offset, offset + length);
    },
    readNow(offset, length) {
      assertInRange(source, offset, length);
      return bytes.subarray(offset, offset + length);
    },
    close: async () => {},
  };
}
