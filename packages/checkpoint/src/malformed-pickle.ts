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

/** Protocol 0 writes a persistent id as a line of text, and `torch.save` lets it: the storage's tuple is lost. */
export function protocolZero(place: string, offset: number): PlumbError {
  return new PlumbError({
    code: 'PICKLE_PROTOCOL_0',
    what: `${place}: byte ${offset} of the pickle: a storage is named by a line of text, as pickle's protocol 0 writes it.`,
    why: 'The file is as it was saved, and torch.load does not load it either: it wants a tuple there, which protocol 0 cannot write.',
    remedy:
      'Save the checkpoint again where the weights still are in memory, without pickle_protocol=0; another copy of this file would be the same.',
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
