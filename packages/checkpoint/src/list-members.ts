import { constants, inflateRawSync, unzipSync } from 'node:zlib';

/**
 * What is packed in bytes, read with fewer scruples than any loader has: the lists, flags, checksums and names of a
 * damaged archive decide who refuses it, not what is in it.
 */
export interface Member {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const LIMITS = {
  /** Bytes that one stream may inflate to: a bomb is not looked into further. */
  inflated: 64 * 1024 * 1024,
};

const ZIP_HEADER_BYTES = 30;
const TAR_BLOCK = 512;

export function* listMembers(bytes: Uint8Array): Generator<Member> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  yield* zipMembers(buffer);
  yield* tarMembers(buffer);
  const array = arrayData(buffer);
  if (array !== undefined) yield { name: 'data', bytes: array };
}

/** Whatever stands behind a local header, up to the next signature: the list at the end may be missing or lie. */
function* zipMembers(buffer: Buffer): Generator<Member> {
  let at = buffer.indexOf('PK\x03\x04', 0, 'latin1');
  while (at >= 0 && at + ZIP_HEADER_BYTES <= buffer.length) {
    const nameBytes = buffer.readUInt16LE(at + 26);
    const start = at + ZIP_HEADER_BYTES + nameBytes + buffer.readUInt16LE(at + 28);
    const name = buffer.toString('latin1', at + ZIP_HEADER_BYTES, at + ZIP_HEADER_BYTES + nameBytes);
    const next = buffer.indexOf('PK\x03\x04', Math.max(at + 4, Math.min(start, buffer.length)), 'latin1');
    const list = buffer.indexOf('PK\x01\x02', start, 'latin1');
    const ends = [next, list].filter((end) => end >= 0);
    const packed = buffer.subarray(start, Math.min(buffer.length, ...ends));
    const inflated = tryTo(() =>
      // what follows the stream, or its cut end, is no reason to look away
      inflateRawSync(packed, { maxOutputLength: LIMITS.inflated, finishFlush: constants.Z_SYNC_FLUSH }),
    );
    yield { name, bytes: packed };
    if (inflated !== undefined && inflated.length > 0) yield { name, bytes: inflated };
    at = next;
  }
}

function* tarMembers(buffer: Buffer): Generator<Member> {
  for (let at = 0; at + TAR_BLOCK <= buffer.length; ) {
    const header = buffer.subarray(at, at + TAR_BLOCK);
    if (!hasTarChecksum(header)) return;
    const size = Number.parseInt(header.toString('latin1', 124, 136), 8);
    if (!Number.isSafeInteger(size) || size < 0) return;
    const start = at + TAR_BLOCK;
    yield {
      name: header.toString('latin1', 0, 100).replace(/\0.*$/s, ''),
      bytes: buffer.subarray(start, start + size),
    };
    at = start + Math.ceil(size / TAR_BLOCK) * TAR_BLOCK;
  }
}

/** The first tars had no mark, only this sum, its own eight bytes counted as blanks. */
function hasTarChecksum(header: Buffer): boolean {
  const stated = Number.parseInt(header.toString('latin1', 148, 156), 8);
  if (!(stated > 8 * 32)) return false;
  let sum = 8 * 32;
  for (let i = 0; i < TAR_BLOCK; i++) if (i < 148 || i >= 156) sum += header[i]!;
  return sum === stated;
}

/** What stands behind the header of a NumPy array: a pickle, where its elements are objects. */
function arrayData(buffer: Buffer): Uint8Array | undefined {
  if (buffer.length < 12 || !buffer.toString('latin1', 0, 6).startsWith('\x93NUMPY')) return undefined;
  const start = buffer[6] === 1 ? 10 + buffer.readUInt16LE(8) : 12 + buffer.readUInt32LE(8);
  return start < buffer.length ? buffer.subarray(start) : undefined;
}

/** gzip and zlib, as joblib writes them; undefined where it is neither. */
export function inflate(bytes: Uint8Array): Uint8Array | undefined {
  const zlib = bytes[0] === 0x78 && ((bytes[0] << 8) | bytes[1]!) % 31 === 0;
  if (!zlib && !(bytes[0] === 0x1f && bytes[1] === 0x8b)) return undefined;
  return tryTo(() =>
    unzipSync(bytes, { maxOutputLength: LIMITS.inflated, finishFlush: constants.Z_SYNC_FLUSH }),
  );
}

function tryTo<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    // zlib's own complaints have a code; anything else is a bug of ours
    if (error instanceof Error && 'code' in error) return undefined;
    throw error;
  }
}
