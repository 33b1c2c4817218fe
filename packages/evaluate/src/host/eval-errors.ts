import { PlumbError } from '@plumb/core';
import type { EpisodeRecord, EpisodeSignal, RunSignal } from '@plumb/run';

/** Final errors one after another after which going on is a waste: every further episode would end the same way. */
export const HOPELESS = 5;

export function cancelled(): PlumbError {
  return new PlumbError({
    code: 'EVAL_CANCELLED',
    what: 'The run was ended.',
    why: 'By Ctrl-C, a signal, or an error of another episode.',
    remedy: 'Go on with --resume.',
  });
}

export function hopeless(first: NonNullable<EpisodeRecord['firstError']>): PlumbError {
  return new PlumbError({
    code: 'EVAL_HOPELESS',
    what: `${HOPELESS} episodes in a row ended in an error, the last one in ${first.code}: ${first.what}`,
    why: 'Every further one would end the same way.',
    remedy: 'Mend it, then go on with --resume; episodes that ended in an error are run again.',
  });
}

export function suspicious(run: string, signal: EpisodeSignal | RunSignal, episode?: string): PlumbError {
  return new PlumbError({
    code: 'EVAL_SUSPICIOUS',
    what: `${episode === undefined ? '' : `${episode}: `}${signal.text}`,
    why: `The signal ${signal.code} makes a fault of the set-up likelier than a weak policy.`,
    remedy: `plumb diagnose ${run} looks for its cause; without --stop-on the run would have gone on.`,
  });
}
