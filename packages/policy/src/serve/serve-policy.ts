import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PlumbError } from '@plumb/core';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Policy } from '../policy.ts';
import { openpiSession } from './openpi-session.ts';
import { ServedPolicy } from './served-policy.ts';
import type { Session } from './session.ts';
import { vlaEvalSession } from './vla-eval-session.ts';

export type ServedProtocol = 'openpi' | 'vla-eval';

/** What happens at a server, for whoever runs it. */
export type ServerEvent =
  | {
      readonly kind: 'connected' | 'disconnected';
      readonly client: string;
      readonly protocol: ServedProtocol;
    }
  | { readonly kind: 'answered'; readonly client: string; readonly milliseconds: number }
  | { readonly kind: 'failed'; readonly client: string; readonly error: unknown };

export interface ServeOptions {
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** What is spoken at `/`; `/openpi` and `/vla-eval` say it themselves. */
  readonly protocol: ServedProtocol;
  readonly onEvent?: (event: ServerEvent) => void;
}

export interface PolicyServer {
  readonly port: number;
  /** Ends every connection. The policy is its opener's to close. */
  close(): Promise<void>;
}

const SESSIONS = { openpi: openpiSession, 'vla-eval': vlaEvalSession };
/** Clients at once: vla-eval's own tables go to 100 shards. */
const MAX_CLIENTS = 256;

/**
 * Offers a policy through openpi's and vla-eval's protocols on one port, with `GET /healthz` (openpi) and `GET /health` (vla-eval).
 * Throws `SERVE_PORT` where the port cannot be had.
 */
export async function servePolicy(policy: Policy, options: ServeOptions): Promise<PolicyServer> {
  const served = new ServedPolicy(policy);
  const http = createServer((request, response) => {
    const path = request.url?.split('?')[0];
    if (path === '/healthz') response.end('OK\n');
    else if (path === '/health')
      response.setHeader('content-type', 'application/json').end('{"status": "ok"}\n');
    else response.writeHead(404).end('This is a policy server: connect by WebSocket.\n');
  });
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
  });
  let clients = 0;
  http.on('upgrade', (request, socket, head) => {
    const protocol = protocolOf(request, options.protocol);
    if (protocol === undefined || sockets.clients.size >= MAX_CLIENTS) {
      socket.end(`HTTP/1.1 ${protocol === undefined ? '404 Not Found' : '503 Service Unavailable'}\r\n\r\n`);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => {
      const id = `client-${++clients}`;
      runSession(SESSIONS[protocol](served, client, id), client, id, protocol, options.onEvent);
    });
  });
  await listen(http, options);
  return {
    port: (http.address() as AddressInfo).port,
    close: async () => {
      for (const client of sockets.clients) client.terminate();
      http.closeAllConnections();
      await new Promise<void>((resolve) => http.close(() => resolve()));
    },
  };
}

/** An observation: two raw pictures of 1024 x 1024 take 6 MB. Every client may make the server hold this much. */
const MAX_FRAME_BYTES = 16 * 2 ** 20;
/** Frames of one client that wait while one is answered; then its socket is no longer read, not even its pings. */
const MAX_WAITING_BYTES = MAX_FRAME_BYTES;

/** One frame after another. */
function runSession(
  session: Session,
  socket: WebSocket,
  client: string,
  protocol: ServedProtocol,
  onEvent: ServeOptions['onEvent'],
): void {
  const gone = new AbortController();
  let last = Promise.resolve();
  let waiting = 0;
  onEvent?.({ kind: 'connected', client, protocol });
  socket.on('message', (data, isBinary) => {
    const frame = data as Buffer;
    waiting += frame.byteLength;
    if (waiting > MAX_WAITING_BYTES) socket.pause();
    last = last.then(async () => {
      const started = performance.now();
      try {
        if (!isBinary) throw new Error('a text frame; observations are binary ones');
        await session.onFrame(frame, gone.signal);
        onEvent?.({ kind: 'answered', client, milliseconds: performance.now() - started });
      } catch (error) {
        if (gone.signal.aborted) return;
        onEvent?.({ kind: 'failed', client, error });
        session.onError(error);
      } finally {
        waiting -= frame.byteLength;
        if (waiting <= MAX_WAITING_BYTES) socket.resume();
      }
    });
  });
  socket.on('error', (error) => onEvent?.({ kind: 'failed', client, error }));
  socket.on('close', () => {
    gone.abort();
    onEvent?.({ kind: 'disconnected', client, protocol });
    last.then(() => session.onClose()).catch((error) => onEvent?.({ kind: 'failed', client, error }));
  });
}

function protocolOf(request: IncomingMessage, root: ServedProtocol): ServedProtocol | undefined {
  const path = request.url?.split('?')[0]?.replace(/\/$/, '');
  if (path === '') return root;
  return path === '/openpi' ? 'openpi' : path === '/vla-eval' ? 'vla-eval' : undefined;
}

function listen(http: Server, { host, port }: ServeOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    http.once('error', (cause: Error & { code?: string }) =>
      reject(
        new PlumbError(
          {
            code: 'SERVE_PORT',
            what: `Nothing can be served at ${host}:${port}: ${cause.message}.`,
            why:
              cause.code === 'EADDRINUSE'
                ? 'Another program listens there.'
                : 'The system does not allow it.',
            remedy: 'Give another --port (0 takes any that is free) or --host.',
          },
          { cause },
        ),
      ),
    );
    http.listen(port, host, resolve);
  });
}
