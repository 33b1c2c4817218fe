import { PlumbError } from '@plumb/core';

/** `check` cannot say how this load goes; exit status 2, never a guess. */
export function notPredicted(
  code: 'ARCHITECTURE_UNKNOWN' | 'ARCHITECTURE_NOT_PREDICTED',
  what: string,
  why: string,
): PlumbError {
  return new PlumbError({
    code,
    what,
    why,
    remedy:
      'Load it over there once and give the log to `plumb diagnose`; `plumb inspect` lists the names and shapes.',
  });
}
