import { elementCount } from '@plumb/contract';
import type { TensorEntry } from '../checkpoint.ts';
import { DataFiles } from '../elements/data-files.ts';
import { decoderOf } from '../elements/decode-elements.ts';
import { readPieces } from '../elements/read-pieces.ts';

/**
 * The elements of small tensors of files on this machine, row-major. Undefined for one of more than `most` elements, of
 * a dtype that holds no plain numbers, or without data.
 */
export function readValues(tensors: readonly TensorEntry[], most: number): (readonly number[] | undefined)[] {
  const files = new DataFiles();
  try {
    return tensors.map((tensor) => {
      const decode = decoderOf(tensor.dtype);
      if (!decode || tensor.offset < 0 || elementCount(tensor.shape) > most) return undefined;
      return [...readPieces(files, tensor)].flatMap(({ bytes }) => [...decode(bytes)]);
    });
  } finally {
    files.close();
  }
}
