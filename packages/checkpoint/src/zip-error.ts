import { PlumbError } from '@plumb/core';

/** An archive that PyTorch's reader refuses. */
export function malformedZip(place: string, problem: string): PlumbError {
  return new PlumbError({
    code: 'ZIP_MALFORMED',
    what: `${place} is not a readable ZIP archive: ${problem}.`,
    why: 'The list of its records stands at the end of the file; a download or save that was cut short lacks it.',
    remedy: 'Fetch or save the file again and compare its size and sha256 with the original.',
  });
}

/** Readable, but larger than anything that a checkpoint holds. */
export function zipTooLarge(place: string, problem: string): PlumbError {
  return new PlumbError({
    code: 'ZIP_TOO_LARGE',
    what: `${place}: ${problem}.`,
    why: 'Plumb stops here, because a small archive can be made to fill the memory of whoever reads it.',
    remedy: 'If the file is honest, save it again with torch.save, which stores records uncompressed.',
  });
}

/** Begins like an archive and ends like none. */
export function truncatedZip(place: string, size: number): PlumbError {
  return new PlumbError({
    code: 'CHECKPOINT_TRUNCATED',
    what: `${place} begins like a torch archive, but its end record is missing after ${size} bytes.`,
    why: 'The list of its records stands at the end of the file: a download or a save was cut short. torch says "failed finding central directory".',
    remedy: 'Fetch or save the file again and compare its size and sha256 with the original.',
  });
}
