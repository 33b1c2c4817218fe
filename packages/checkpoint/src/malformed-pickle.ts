import { PlumbError } from '@plumb/core';

/** A pickle that CPython would not load either, or that is beyond a limit of ours; with the byte offset. */
export function malformedPickle(place: string, offset: number, problem: string): PlumbError {
  return new PlumbError({
    code: 'PICKLE_MALFORMED',
    what: `${place}: byte ${offset} of the pickle: ${problem}.`,
    why: 'A pickle is a program of one-byte opcodes; from here on it makes no sense, so it was cut short, damaged, or made by hand.',
    remedy: 'Fetch or save the file again and compare its size and sha256 with the original.',
  });
}

/** Not damaged, but larger than anything that a checkpoint holds. */
export function pickleTooLarge(place: string, offset: number, problem: string): PlumbError {
  return new PlumbError({
    code: 'PICKLE_TOO_LARGE',
    what: `${place}: byte ${offset} of the pickle: ${problem}.`,
    why: 'Plumb stops here, because a small file can be made to fill the memory of whoever reads it.',
    remedy:
      'If the file is honest, it holds a dataset rather than a checkpoint: save the weights apart from it.',
  });
}
