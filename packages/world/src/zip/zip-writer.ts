import { crc32 } from './crc32.ts';

const LOCAL = [0x50, 0x4b, 3, 4];
const LISTED = [0x50, 0x4b, 1, 2, 20, 0];
/** What places of 32 bits and counts of 16 reach; larger files are not written. */
export const ZIP_LIMITS = { bytes: 2 ** 32 - 1, files: 2 ** 16 - 1 } as const;

/** Hands a ZIP on piece by piece, its files not compressed. The same files give the same bytes. */
export class ZipWriter {
  readonly #put: (bytes: Uint8Array) => void;
  readonly #list: Uint8Array[] = [];
  #offset = 0;

  constructor(put: (bytes: Uint8Array) => void) {
    this.#put = put;
  }

  /** Throws a RangeError beyond `ZIP_LIMITS`. */
  add(path: string, data: Uint8Array): void {
    const name = new TextEncoder().encode(path);
    const common = header(name, data);
    const tail = new Uint8Array(14);
    new DataView(tail.buffer).setUint32(10, this.#offset, true);
    this.#list.push(joinBytes([Uint8Array.from(LISTED), common, tail, name]));
    this.#give(joinBytes([Uint8Array.from(LOCAL), common, name]));
    this.#give(data);
    if (this.#offset > ZIP_LIMITS.bytes || this.#list.length > ZIP_LIMITS.files)
      throw new RangeError('a ZIP holds 4 GB and 65,535 files');
  }

  finish(): void {
    const listed = joinBytes(this.#list);
    const end = new Uint8Array(22);
    const view = new DataView(end.buffer);
    view.setUint32(0, 0x06054b50, true);
    view.setUint16(8, this.#list.length, true);
    view.setUint16(10, this.#list.length, true);
    view.setUint32(12, listed.byteLength, true);
    view.setUint32(16, this.#offset, true);
    this.#give(listed);
    this.#give(end);
  }

  #give(bytes: Uint8Array): void {
    this.#put(bytes);
    this.#offset += bytes.byteLength;
  }
}

/** The 26 bytes that both headers of a file share. */
function header(name: Uint8Array, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(26);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 20, true);
  // 1980-01-01
  view.setUint16(8, 0x21, true);
  view.setUint32(10, crc32(data), true);
  view.setUint32(14, data.byteLength, true);
  view.setUint32(18, data.byteLength, true);
  view.setUint16(22, name.byteLength, true);
  return bytes;
}

export function joinBytes(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.byteLength;
  }
  return bytes;
}
