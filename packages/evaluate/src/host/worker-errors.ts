import { PlumbError } from '@plumb/core';

/** How a worker thread ended. */
export interface WorkerEnd {
  /** Why Plumb ended it, where Plumb did. */
  readonly reason: string | undefined;
  /** What nobody caught in it. */
  readonly error: Error | undefined;
  readonly exitCode: number;
  /** The end of what it wrote to stderr. */
  readonly lastWords: string;
}

const LESS = 'Use fewer --workers; each takes up to 400 MB.';

/** `WORKER_LOST`: of an episode's error, and of a worker that is started again. */
export function workerLost(end: WorkerEnd): PlumbError {
  const { reason, error, exitCode, lastWords } = end;
  const said = [...(error ? [error.message] : []), ...(lastWords ? [`stderr ends with: ${lastWords}`] : [])];
  const how = reason ?? [`exit code ${exitCode}`, ...said].join('; ');
  return new PlumbError(
    { code: 'WORKER_LOST', what: `A worker thread ended: ${how.replace(/\.$/, '')}.`, ...whyLost(end) },
    { permanent: false, ...(error && { cause: error }) },
  );
}

function whyLost({ reason, error }: WorkerEnd): { why: string; remedy: string } {
  if (reason !== undefined) return { why: 'It hung, or was ended from outside.', remedy: LESS };
  if ((error as NodeJS.ErrnoException | undefined)?.code === 'ERR_WORKER_OUT_OF_MEMORY')
    return {
      why: 'Its JavaScript heap, which is limited so that a leak harms no other worker, was full.',
      remedy: 'Report it with the name of the task: no task of LIBERO needs so much.',
    };
  if (/allocat|out of memory/i.test(error?.message ?? ''))
    return { why: 'The machine has no memory left for another world.', remedy: LESS };
  return {
    why: 'Nothing in it caught this, so it is not an error of the policy.',
    remedy: `See whether it happens with --workers 1, too. If not: ${LESS.charAt(0).toLowerCase()}${LESS.slice(1)} If so, report these lines.`,
  };
}

/** No worker is left, and none comes up: nothing can be run. */
export function workersNotReady(last: PlumbError, attempts: number): PlumbError {
  return new PlumbError(
    {
      code: 'WORKERS_NOT_READY',
      what: `No worker came up in ${attempts} attempts. ${last.what}`,
      why: last.why,
      remedy: `${last.remedy} Then go on with --resume: everything finished is kept.`,
    },
    { cause: last },
  );
}
