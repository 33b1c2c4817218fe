import { closeSync, openSync, writeSync } from 'node:fs';
import { ZipWriter } from '../zip/zip-writer.ts';
import { npyBytes, type WritableArray } from './write-npz.ts';

/** An uncompressed `.npz` that is written array by array, so that all of them need not be held. */
export class NpzFile {
  readonly #file: number;
  readonly #zip: ZipWriter;

  /** Throws what the file system throws, here and in all else. */
  constructor(path: string) {
    this.#file = openSync(path, 'w');
    this.#zip = new ZipWriter((bytes) => {
      for (let at = 0; at < bytes.length; ) at += writeSync(this.#file, bytes, at);
    });
  }

  add(name: string, array: WritableArray): void {
    this.#zip.add(`${name}.npy`, npyBytes(array));
  }

  /** Before it, no reader takes the file for whole. */
  close(): void {
    try {
      this.#zip.finish();
    } finally {
      closeSync(this.#file);
    }
  }
}
