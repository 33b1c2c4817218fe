import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { PlumbError } from '../plumb-error.ts';
import { badStatus, placeOfUrl, tooManyRedirects, unreachable } from './remote-errors.ts';
import type { Reply } from './send-request.ts';
import type { Traffic } from './traffic.ts';

const LIMITS = {
  /** Redirects in a row. The hub needs two: a renamed repository, then its storage. */
  redirects: 5,
  /** Times that a request is sent before the connection is given up. */
  attempts: 4,
  /** Milliseconds before the second attempt; doubled each time. */
  firstDelay: 400,
  /** Milliseconds that a server may ask for by Retry-After. */
  longestDelay: 20_000,
  /** Bytes of a redirect's body, which nobody reads but which keeps the connection usable. */
  redirectBody: 16_384,
};

/** How remote files are read; all of it optional. */
export interface RemoteOptions {
  /** Counts bytes and requests. */
  readonly traffic?: Traffic;
  readonly env?: NodeJS.ProcessEnv;
  /** Milliseconds before the second attempt. */
  readonly firstDelayMs?: number;
  /** Milliseconds without a byte before an attempt is given up. */
  readonly idleMs?: number;
}

export interface FetchOptions extends RemoteOptions {
  readonly traffic: Traffic;
  /** What messages call the file. */
  readonly place: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent to this origin and to no other, whoever redirects where. */
  readonly secret?: { readonly origin: string; readonly token: string } | undefined;
  /** As for `sendRequest`, for an answer that is neither a redirect nor an error. */
  readonly take: (message: IncomingMessage) => number | undefined;
}

export interface Fetched extends Reply {
  /** Where the redirects ended. */
  readonly url: URL;
}

/** One GET with redirects, and with retries where trying again can help. Statuses from 400 are errors, except 416. */
export async function fetchRemote(start: URL, options: FetchOptions): Promise<Fetched> {
  let delay = options.firstDelayMs ?? LIMITS.firstDelay;
  for (let attempt = 1; ; attempt++) {
    let failure: PlumbError;
    let wait = delay;
    try {
      const reply = await follow(start, options);
      const { status, headers } = reply;
      if (status < 400 || status === 416) return reply;
      const hubError = headers['x-error-code'];
      failure = badStatus(options.place, status, typeof hubError === 'string' ? hubError : undefined);
      if (failure.permanent && status !== 408) throw failure;
      wait = Math.max(delay, Math.min(LIMITS.longestDelay, Number(headers['retry-after'] ?? 0) * 1000 || 0));
    } catch (error) {
      if (error instanceof PlumbError) throw error;
      const { code, message } = error as NodeJS.ErrnoException;
      failure = unreachable(options.place, start.host, explain(code, message), error);
      if (isHopeless(code)) throw failure;
    }
    if (attempt === LIMITS.attempts) throw failure;
    await sleep(wait);
    delay *= 2;
  }
}

async function follow(start: URL, options: FetchOptions): Promise<Fetched> {
  const { sendRequest } = await import('./send-request.ts');
  let url = start;
  for (let redirects = 0; redirects <= LIMITS.redirects; redirects++) {
    const { secret } = options;
    const authorized = secret !== undefined && url.origin === secret.origin;
    const reply = await sendRequest(url, {
      traffic: options.traffic,
      ...(options.idleMs === undefined ? {} : { idleMs: options.idleMs }),
      headers: {
        ...options.headers,
        ...(authorized ? { authorization: `Bearer ${secret.token}` } : {}),
      },
      take: (message) => {
        const status = message.statusCode ?? 0;
        if (status >= 300 && status < 400) return LIMITS.redirectBody;
        return status >= 400 ? undefined : options.take(message);
      },
    });
    const { location } = reply.headers;
    if (reply.status < 300 || reply.status >= 400 || location === undefined) return { ...reply, url };
    url = nextUrl(url, location, options.place);
  }
  throw tooManyRedirects(options.place, `there are more than ${LIMITS.redirects} redirects`);
}

/** Where a redirect leads. Throws `REMOTE_REDIRECT_REFUSED` where it leaves HTTPS or the web. */
export function nextUrl(from: URL, location: string, place: string): URL {
  if (!URL.canParse(location, from.href)) throw tooManyRedirects(place, 'to something that is no address');
  const next = new URL(location, from);
  if (!/^https?:$/.test(next.protocol)) throw tooManyRedirects(place, `to ${next.protocol}`);
  if (from.protocol === 'https:' && next.protocol !== 'https:')
    throw tooManyRedirects(place, `from HTTPS to ${placeOfUrl(next)}`);
  return next;
}

/** No name, nobody listening, a certificate that is not trusted: the same in a second. */
export function isHopeless(code: string | undefined): boolean {
  return /^(?:ENOTFOUND|ECONNREFUSED|ENETUNREACH|EHOSTUNREACH|CERT_|ERR_TLS|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO)/.test(
    code ?? '',
  );
}

/** What a failed connection means. */
export function explain(code: string | undefined, message: string): string {
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return 'its host name cannot be resolved (is this machine offline?)';
  if (code === 'ECONNREFUSED') return 'nobody answers at that address';
  if (code === 'ENETUNREACH' || code === 'EHOSTUNREACH')
    return 'there is no route to it (is this machine offline?)';
  if (code === 'ECONNRESET') return 'the connection broke off';
  return message || String(code);
}
