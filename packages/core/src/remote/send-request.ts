import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { proxyAgentFor } from './proxy-agent.ts';
import type { Traffic } from './traffic.ts';

const LIMITS = {
  /** Connections to one server. */
  sockets: 6,
  /** Milliseconds without a single byte. */
  idle: 20_000,
  /** Milliseconds for one answer, and for each byte of it on top: 50 kB/s. */
  answer: 60_000,
  perByte: 1 / 50,
};

export interface Reply {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  /** Undefined where the answer was left unread. */
  readonly body: Uint8Array | undefined;
}

export interface SendOptions {
  readonly headers: Readonly<Record<string, string>>;
  /** Bytes to read at most for this answer; undefined leaves it unread and hangs up. */
  readonly take: (message: IncomingMessage) => number | undefined;
  readonly traffic: Traffic;
  readonly idleMs?: number;
}

const httpAgent = new HttpAgent({ keepAlive: true, maxSockets: LIMITS.sockets });
const httpsAgent = new HttpsAgent({ keepAlive: true, maxSockets: LIMITS.sockets });

/** One GET, no redirects, no retries. Rejects where the connection or the answer breaks off. */
export async function sendRequest(url: URL, options: SendOptions): Promise<Reply> {
  const secure = url.protocol === 'https:';
  const agent = (await proxyAgentFor(url)) ?? (secure ? httpsAgent : httpAgent);
  options.traffic.requests++;
  return new Promise((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined;
    const fail = (error: Error) => {
      clearTimeout(timer);
      reject(error);
    };
    const request = (secure ? requestHttps : requestHttp)(
      url,
      { agent, headers: { 'user-agent': 'plumb', 'accept-encoding': 'identity', ...options.headers } },
      (message) => {
        const most = options.take(message);
        const { statusCode: status = 0, headers } = message;
        if (most === undefined) {
          clearTimeout(timer);
          request.destroy();
          resolve({ status, headers, body: undefined });
          return;
        }
        timer = setTimeout(
          () => request.destroy(new Error('the answer takes too long')),
          LIMITS.answer + most * LIMITS.perByte,
        );
        collect(message, most, options.traffic).then((body) => {
          clearTimeout(timer);
          if (body === undefined) request.destroy();
          resolve({ status, headers, body });
        }, fail);
      },
    );
    request.on('error', fail);
    request.setTimeout(options.idleMs ?? LIMITS.idle, () =>
      request.destroy(new Error('the server stopped answering')),
    );
    request.end();
  });
}

/** Undefined where there is more than `most`. */
async function collect(
  message: IncomingMessage,
  most: number,
  traffic: Traffic,
): Promise<Uint8Array | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    length += chunk.length;
    traffic.bytes += chunk.length;
    if (length > most) return undefined;
    chunks.push(chunk);
  }
  const declared = message.headers['content-length'];
  if (declared !== undefined && Number(declared) !== length)
    throw new Error(`the answer breaks off after ${length} of ${declared} bytes`);
  return Buffer.concat(chunks, length);
}
