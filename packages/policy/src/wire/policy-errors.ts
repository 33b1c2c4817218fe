import { PlumbError } from '@plumb/core';

/** Characters of a server's own text that an error carries: the end of a traceback, where the reason stands. */
const MAX_TEXT = 4000;

/** Whether asking again may help: the server was away, and did not answer something that makes no sense. */
export function isLost(error: unknown): boolean {
  return (
    error instanceof PlumbError && (error.code === 'POLICY_UNREACHABLE' || error.code === 'POLICY_CLOSED')
  );
}

export function unreachable(server: string, cause: unknown): PlumbError {
  return new PlumbError(
    {
      code: 'POLICY_UNREACHABLE',
      what: `Nothing answers at ${server}: ${reasonOf(cause)}.`,
      why: 'The policy server is not running, still loading its model, or listens at another address.',
      remedy: 'Start it, or check host and port; a server on another machine must listen on 0.0.0.0.',
    },
    { cause, permanent: false },
  );
}

export function timedOut(server: string, what: string, milliseconds: number): PlumbError {
  return new PlumbError(
    {
      code: 'POLICY_TIMEOUT',
      what: `${server} sent ${what} not within ${formatSeconds(milliseconds)}.`,
      why: 'It hangs, or is slower than the limit. A late answer would be taken for the next one, so the connection was closed.',
      remedy: "Look at the server's own output; give --timeout more seconds if it is only slow.",
    },
    { permanent: false },
  );
}

export function closed(server: string, detail: string): PlumbError {
  return new PlumbError(
    {
      code: 'POLICY_CLOSED',
      what: `${server} closed the connection before its answer was complete${detail}.`,
      why: 'The server died, was stopped, or something between closes connections.',
      remedy: "Look at the server's own output for the reason.",
    },
    { permanent: false },
  );
}

export function tooLarge(server: string, bytes: number): PlumbError {
  return new PlumbError({
    code: 'POLICY_ANSWER_TOO_LARGE',
    what: `${server} began an answer of more than ${bytes / 2 ** 20} MB.`,
    why: 'A chunk of actions takes some kilobytes; the rest would only fill the memory.',
    remedy: 'Check what the server returns beside "actions", or whether something else listens there.',
  });
}

const COMPARE = 'Compare what it expects with the manifest: plumb eval … --dry-run writes what it was sent.';

/** The server said itself that it failed. */
export function serverFailed(server: string, text: string, remedy = COMPARE): PlumbError {
  const end = text.length > MAX_TEXT ? `… ${text.slice(-MAX_TEXT)}` : text;
  return new PlumbError({
    code: 'POLICY_SERVER_ERROR',
    what: `${server} failed on the observation and said: ${end.trim()}`,
    why: 'Its code raised an exception. An observation of another form than it expects is the usual reason.',
    remedy,
  });
}

export function malformed(server: string, detail: string, cause?: unknown): PlumbError {
  return new PlumbError(
    {
      code: 'POLICY_ANSWER_MALFORMED',
      what: `${server} answered something that is no answer of its protocol: ${detail}.`,
      why: 'Another kind of server listens there, or its version speaks differently.',
      remedy:
        'Check the kind of server in the address (openpi://, vla-eval://, openvla+http://, openvla-oft+http://).',
    },
    { cause },
  );
}

export function notAServer(server: string, status: number): PlumbError {
  const locked = status === 401 || status === 403;
  return new PlumbError({
    code: locked ? 'POLICY_UNAUTHORISED' : 'POLICY_NOT_A_SERVER',
    what: `${server} answered with HTTP status ${status}.`,
    why: locked
      ? 'It wants a key, or another one.'
      : 'No policy server of that kind listens at this address.',
    remedy: locked
      ? 'Give the key: PLUMB_POLICY_KEY in the environment.'
      : 'Check the address and the kind of server in it.',
  });
}

export function cancelled(server: string): PlumbError {
  return new PlumbError(
    {
      code: 'POLICY_CANCELLED',
      what: `The question to ${server} was cancelled.`,
      why: 'The run was ended before the answer came.',
      remedy: 'Nothing is wrong; start again when you want to go on.',
    },
    { permanent: false },
  );
}

export function modelChanged(server: string): PlumbError {
  return new PlumbError({
    code: 'POLICY_CHANGED',
    what: `${server} says something else of itself than when the run began.`,
    why: 'It was restarted with another model, and the episodes of one run would come from two.',
    remedy: 'Serve the first model again to go on with this run, or start a new run.',
  });
}

function reasonOf(cause: unknown): string {
  const error = cause as { code?: string; message?: string; errors?: readonly { code?: string }[] };
  const code = error.code ?? error.errors?.[0]?.code;
  if (code === 'ECONNREFUSED') return 'connection refused';
  if (code === 'ENOTFOUND') return 'no such host';
  return error.message || code || 'no connection';
}

function formatSeconds(milliseconds: number): string {
  return `${milliseconds / 1000} s`;
}
