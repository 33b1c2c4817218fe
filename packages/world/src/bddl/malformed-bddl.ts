import { PlumbError } from '@plumb/core';

/** `BDDL_MALFORMED`: the file breaks the dialect at a position that the message names as file:line:column. */
export function malformedBddl(
  place: string,
  at: { line: number; column: number },
  problem: string,
): PlumbError {
  return new PlumbError({
    code: 'BDDL_MALFORMED',
    what: `${place}:${at.line}:${at.column}: ${problem}.`,
    why: "LIBERO's tasks are written in its own dialect of BDDL; a file that departs from it has no scene.",
    remedy:
      'Compare the file with one of LIBERO (bddl_files/), or fetch it again if it should be one of them.',
  });
}
