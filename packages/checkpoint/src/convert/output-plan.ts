import type { DType } from '@plumb/contract';
import type { DataFiles } from '../elements/data-files.ts';
import type { Placed } from '../elements/read-pieces.ts';

/** Turns a piece of the source into what is written; `first` is the index of its first element in the tensor. */
export type Transform = (bytes: Uint8Array, first: number) => Uint8Array;

/** Bytes of one storage of the output, streamed from the source. */
export interface OutputStorage {
  readonly source: Placed;
  readonly dtype: DType;
  /** Bytes written. */
  readonly bytes: number;
  /** Made when the storage's turn comes. Undefined: the bytes go through as they are. */
  readonly transform?: (files: DataFiles) => Transform;
}

/** A named tensor of the output: a view of a storage. Offset and strides in elements. */
export interface OutputTensor {
  readonly name: string;
  readonly storage: OutputStorage;
  readonly shape: readonly number[];
  readonly stride: readonly number[];
  readonly storageOffset: number;
}

export interface Part {
  readonly position: number;
  readonly bytes: Uint8Array;
}

/** One file of the output: where everything goes is known before a byte is written. */
export interface OutputFile {
  readonly path: string;
  /** Its whole size. */
  readonly bytes: number;
  /** In the order of their positions. */
  readonly head: readonly Part[];
  readonly bodies: readonly { readonly position: number; readonly storage: OutputStorage }[];
  /** What needs the CRC-32 of each body; undefined where nobody asks for one. */
  readonly tail?: (crcs: readonly number[]) => readonly Part[];
}
