import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import * as errors from './policy-errors.ts';
import { type ExchangeOptions, MAX_FRAME_BYTES } from './web-socket-exchange.ts';

/** Sends one HTTP request and reads its JSON answer, at most 64 MB of it. Throws `POLICY_*`. */
export async function exchangeJson(
  url: URL,
  server: string,
  body: string | undefined,
  what: string,
  { headers = {}, timeout, signal }: ExchangeOptions,
): Promise<unknown> {
  const text = await exchange(url, server, body, what, { headers, timeout, signal });
  try {
    return JSON.parse(text);
  } catch (error) {
    throw errors.malformed(server, `"${text.slice(0, 200)}" is no JSON`, error);
  }
}

function exchange(
  url: URL,
  server: string,
  body: string | undefined,
  what: string,
  { headers, timeout, signal }: ExchangeOptions,
): Promise<string> {
  if (signal?.aborted) return Promise.reject(errors.cancelled(server));
  return new Promise((resolve, reject) => {
    // a connection each: a server that closes idle ones does it just when the next question is on its way
    const request = (url.protocol === 'https:' ? requestHttps : requestHttp)(url, {
      method: body === undefined ? 'GET' : 'POST',
      agent: false,
      headers: {
        ...headers,
        ...(body === undefined
          ? {}
          : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) }),
      },
    });
    const finish = (done: () => void) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      request.destroy();
      done();
    };
    const abort = () => finish(() => reject(errors.cancelled(server)));
    const timer = setTimeout(() => finish(() => reject(errors.timedOut(server, what, timeout))), timeout);
    signal?.addEventListener('abort', abort);
    let answered = false;
    request.on('response', (response) => {
      answered = true;
      readText(response, server).then(
        (text) => finish(() => resolve(text)),
        (error) => finish(() => reject(error)),
      );
    });
    request.on('error', (cause) =>
      finish(() => reject(answered ? errors.closed(server, ` (${cause.message})`) : lost(server, cause))),
    );
    request.end(body);
  });
}

async function readText(response: IncomingMessage, server: string): Promise<string> {
  const chunks: Buffer[] = [];
  // what it says of its length is believed when it is too much
  let bytes = 0;
  if (Number(response.headers['content-length']) > MAX_FRAME_BYTES)
    throw errors.tooLarge(server, MAX_FRAME_BYTES);
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      bytes += chunk.byteLength;
      if (bytes > MAX_FRAME_BYTES) throw errors.tooLarge(server, MAX_FRAME_BYTES);
      chunks.push(chunk);
    }
  } catch (error) {
    if ((error as { code?: string }).code === 'POLICY_ANSWER_TOO_LARGE') throw error;
    throw errors.closed(server, ` (${(error as Error).message})`);
  }
  const text = Buffer.concat(chunks).toString();
  const status = response.statusCode ?? 0;
  if (status >= 200 && status < 300) return text;
  if (status >= 500 || status === 422) throw errors.serverFailed(server, `HTTP status ${status}: ${text}`);
  throw errors.notAServer(server, status);
}

function lost(server: string, cause: Error & { code?: string }): Error {
  return cause.code === 'ECONNRESET' || cause.code === 'EPIPE'
    ? errors.closed(server, ` (${cause.message})`)
    : errors.unreachable(server, cause);
}
