import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

/** For specs: a server on this machine that does what it is told, wrong things too. */
export interface TestServer {
  readonly port: number;
  /** Connections and requests so far. */
  readonly visits: () => number;
  close(): Promise<void>;
}

export interface Behaviour {
  /** A client has connected by WebSocket. `raw` is its socket, for what no server should do. */
  connected?(socket: WebSocket, raw: Socket, visit: number, request: IncomingMessage): void;
  /** Any other request. */
  requested?(request: IncomingMessage, response: ServerResponse, visit: number): void;
  readonly port?: number;
}

export async function startServer({ connected, requested, port = 0 }: Behaviour): Promise<TestServer> {
  let visits = 0;
  const http = createServer((request, response) => {
    if (requested === undefined) response.writeHead(404).end();
    else requested(request, response, ++visits);
  });
  const sockets = new WebSocketServer({ noServer: true });
  http.on('upgrade', (request, socket, head) => {
    if (connected === undefined) {
      socket.end('HTTP/1.1 401 Unauthorized\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => {
      client.on('error', () => {});
      connected(client, socket as Socket, ++visits, request);
    });
  });
  await new Promise<void>((resolve) => http.listen(port, '127.0.0.1', resolve));
  return {
    port: (http.address() as AddressInfo).port,
    visits: () => visits,
    close: async () => {
      for (const client of sockets.clients) client.terminate();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
}
