import { WebSocket } from 'ws';
import * as errors from './policy-errors.ts';

/** An answer is some kilobytes; 64 MB leaves room for servers that send intermediate tensors along. */
export const MAX_FRAME_BYTES = 64 * 2 ** 20;
/** Frames that nobody asked for: openpi's first one may come before it is waited for, a second one has no meaning. */
const MAX_UNASKED = 1;

export interface ExchangeOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeout: number;
  readonly signal?: AbortSignal | undefined;
}

/**
 * One WebSocket connection on which whole frames are sent and awaited, one after another. After any error it is closed: no
 * answer can then be taken for that of a later question. No pings: a server that computes does not answer them.
 */
export class WebSocketExchange {
  readonly #socket: WebSocket;
  readonly #server: string;
  readonly #frames: Buffer[] = [];
  #failure: Error | undefined;
  #wake: (() => void) | undefined;

  private constructor(socket: WebSocket, server: string) {
    this.#socket = socket;
    this.#server = server;
    socket.on('message', (data, isBinary) => this.#onFrame(data as Buffer, isBinary));
    socket.on('error', (cause) => this.#fail(this.#explain(cause)));
    socket.on('close', (code, reason) =>
      this.#fail(errors.closed(server, ` (code ${code}${reason.length > 0 ? `, ${reason}` : ''})`)),
    );
  }

  /** `server` is how errors name it. Throws `POLICY_UNREACHABLE`, `POLICY_TIMEOUT`, `POLICY_NOT_A_SERVER`, … */
  static connect(url: URL, server: string, options: ExchangeOptions): Promise<WebSocketExchange> {
    const { headers = {}, timeout, signal } = options;
    if (signal?.aborted) return Promise.reject(errors.cancelled(server));
    const socket = new WebSocket(url, {
      headers,
      perMessageDeflate: false,
      maxPayload: MAX_FRAME_BYTES,
      handshakeTimeout: timeout,
    });
    const exchange = new WebSocketExchange(socket, server);
    return new Promise((resolve, reject) => {
      const abort = () => socket.terminate();
      const settle = (done: () => void) => {
        signal?.removeEventListener('abort', abort);
        done();
      };
      signal?.addEventListener('abort', abort);
      socket.once('open', () => settle(() => resolve(exchange)));
      socket.once('unexpected-response', (_request, response) => {
        response.resume();
        exchange.#fail(errors.notAServer(server, response.statusCode ?? 0));
        settle(() => reject(exchange.#failure));
      });
      socket.once('error', (cause) =>
        settle(() =>
          reject(signal?.aborted ? errors.cancelled(server) : unconnected(server, cause, timeout)),
        ),
      );
    });
  }

  get isOpen(): boolean {
    return this.#failure === undefined && this.#socket.readyState === WebSocket.OPEN;
  }

  /** Throws where a frame lies here that nobody asked for: it would be taken for the answer. */
  ask(frame: Uint8Array): void {
    if (this.#frames.length > 0)
      this.#fail(errors.malformed(this.#server, 'it sent a frame that nobody asked for'));
    this.send(frame);
  }

  send(frame: Uint8Array): void {
    if (this.#failure !== undefined) throw this.#failure;
    this.#socket.send(frame);
  }

  /** The next binary frame. `what` it is, is told when it does not come within `timeout` milliseconds. */
  async receive(what: string, { timeout, signal }: ExchangeOptions): Promise<Buffer> {
    const timer = setTimeout(() => this.#fail(errors.timedOut(this.#server, what, timeout)), timeout);
    const abort = () => this.#fail(errors.cancelled(this.#server));
    signal?.addEventListener('abort', abort);
    if (signal?.aborted) abort();
    try {
      while (this.#frames.length === 0 && this.#failure === undefined)
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
    }
    const frame = this.#frames.shift();
    if (frame !== undefined) return frame;
    throw this.#failure!;
  }

  close(): void {
    if (this.isOpen) this.#socket.close(1000);
    // a server that computes answers the closing handshake when it is done: not worth waiting for
    setTimeout(() => this.#socket.terminate(), 500).unref();
    this.#failure ??= errors.cancelled(this.#server);
  }

  #onFrame(data: Buffer, isBinary: boolean): void {
    if (!isBinary) this.#fail(errors.serverFailed(this.#server, data.toString()));
    else if (this.#frames.length >= MAX_UNASKED)
      this.#fail(errors.malformed(this.#server, 'it sent several frames where one was asked for'));
    else this.#frames.push(data);
    this.#wake?.();
  }

  #fail(error: Error): void {
    if (this.#failure === undefined) {
      this.#failure = error;
      this.#socket.terminate();
    }
    this.#wake?.();
  }

  #explain(cause: Error & { code?: string }): Error {
    if (cause.code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH')
      return errors.tooLarge(this.#server, MAX_FRAME_BYTES);
    if (cause.code?.startsWith('WS_ERR_')) return errors.malformed(this.#server, cause.message, cause);
    return errors.closed(this.#server, ` (${cause.message})`);
  }
}

function unconnected(server: string, cause: Error, timeout: number): Error {
  if (/handshake has timed out/.test(cause.message)) return errors.timedOut(server, 'its handshake', timeout);
  if (/Expected HTTP|Parse Error|Invalid Sec-WebSocket/.test(cause.message))
    return errors.malformed(server, cause.message, cause);
  return errors.unreachable(server, cause);
}
