import type { IncomingMessage } from 'node:http';
import { explain, isHopeless, nextUrl } from './fetch-remote.ts';
import { placeOfUrl, tooManyRedirects, unreachable } from './remote-errors.ts';

/** Redirects in a row: an index, its storage, a mirror of that. */
const LIMIT_REDIRECTS = 5;
/** Milliseconds without a single byte. */
const LIMIT_IDLE = 30_000;

/** An answer whose body is still to come; reading it rejects where the connection breaks off. */
export interface Download {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: IncomingMessage;
}

export interface DownloadOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds without a byte before the connection is given up. */
  readonly idleMs?: number;
}

/**
 * One GET with redirects and without retries, for what is too large for memory. Credentials stay with the first
 * server. Throws `REMOTE_UNREACHABLE` or `REMOTE_REDIRECT_REFUSED`; a status is the caller's matter.
 */
export async function openDownload(start: URL, options: DownloadOptions = {}): Promise<Download> {
  let url = start;
  for (let redirects = 0; redirects <= LIMIT_REDIRECTS; redirects++) {
    const headers = { ...options.headers };
    if (url.origin !== start.origin) delete headers.authorization;
    const body = await send(url, headers, options.idleMs ?? LIMIT_IDLE).catch((error: unknown) => {
      const { code, message } = error as NodeJS.ErrnoException;
      throw unreachable(placeOfUrl(start), url.host, explain(code, message), error, isHopeless(code));
    });
    const { statusCode: status = 0, headers: answered } = body;
    if (status < 300 || status >= 400 || answered.location === undefined)
      return { status, headers: answered, body };
    body.resume();
    url = nextUrl(url, answered.location, placeOfUrl(start));
  }
  throw tooManyRedirects(placeOfUrl(start), `there are more than ${LIMIT_REDIRECTS} redirects`);
}

async function send(url: URL, headers: Record<string, string>, idleMs: number): Promise<IncomingMessage> {
  // a checkpoint on this machine is read without them
  const { request: open } =
    url.protocol === 'https:' ? await import('node:https') : await import('node:http');
  const agent = await (await import('./proxy-agent.ts')).proxyAgentFor(url);
  return new Promise((resolve, reject) => {
    const request = open(
      url,
      {
        ...(agent ? { agent } : {}),
        headers: { 'user-agent': 'plumb', 'accept-encoding': 'identity', ...headers },
      },
      resolve,
    );
    request.on('error', reject);
    request.setTimeout(idleMs, () => request.destroy(new Error('the server stopped answering')));
    request.end();
  });
}
