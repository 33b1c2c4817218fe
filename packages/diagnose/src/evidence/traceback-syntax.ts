import type { Traceback } from '../facts.ts';

export const TRACEBACK_HEAD = 'Traceback (most recent call last):';

/** What Python prints between two tracebacks of a chain. */
export const CHAIN_MARKERS: readonly (readonly [words: string, link: Traceback['link']])[] = [
  ['During handling of the above exception, another exception occurred:', 'handling'],
  ['The above exception was the direct cause of the following exception:', 'cause'],
];

/** What Python prints before an exception that changes nothing any more. */
export const IGNORED_MARKERS = ['Exception ignored in', 'Error in atexit._run_exitfuncs:'] as const;

// the ends of class names that Python and its libraries give to exceptions
const SURE =
  /^((?:[A-Za-z_]\w*\.)*(?:[A-Za-z_]\w*(?:Error|Exception|Warning|Interrupt|Exit|Timeout|Failure|Fault|Empty|Full|Group)|Exception|StopIteration|StopAsyncIteration))(?::(?: (.*))?)?$/;
const UNSURE = /^((?:[A-Za-z_]\w*\.)+[A-Z]\w*|[A-Z]\w*)(?:: (.*))?$/;

/** The last line of a traceback. `sure` where the name says that it is an exception. */
export function matchException(text: string): { name: string; message: string; sure: boolean } | undefined {
  const sure = SURE.exec(text);
  if (sure) return { name: sure[1]!, message: sure[2] ?? '', sure: true };
  const unsure = UNSURE.exec(text);
  return unsure ? { name: unsure[1]!, message: unsure[2] ?? '', sure: false } : undefined;
}

/**
 * Errors that come after something else went wrong, whatever printed them: a render context whose constructor
 * failed, torn down (mujoco 2.3's `MjRenderContextOffscreen`), and EGL released twice at interpreter exit.
 */
export function isTeardown(traceback: Traceback, linesAfter: number): boolean {
  const { message, frames } = traceback;
  if (/'MjRenderContext\w*' object has no attribute 'con'/.test(message)) return true;
  if (frames.some((frame) => frame.function.split('.').at(-1) === '__del__')) return true;
  // in the middle of a run the same words are an error of their own
  return /EGL_NOT_INITIALIZED/.test(message) && linesAfter <= 20;
}
