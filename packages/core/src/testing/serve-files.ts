import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A file that a test's server has, or pretends to have: 15 GB need not exist. */
export interface ServedFile {
  readonly size: number;
  read(offset: number, length: number): Uint8Array;
  etag?: string;
}

export interface ServedRequest {
  readonly path: string;
  readonly range: string | undefined;
  readonly authorization: string | undefined;
}

/** For specs: a web server on this machine that answers range requests, and counts. */
export interface FileServer {
  /** Without a slash at its end. */
  readonly url: string;
  readonly requests: ServedRequest[];
  /** Of bodies. */
  bytesSent: number;
  /** Answers a request in place of the server where it returns true. */
  intercept: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** Puts JSON at a path. */
  serveJson(path: string, value: unknown): void;
  close(): Promise<void>;
}

export async function serveFiles(files: Map<string, ServedFile>): Promise<FileServer> {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname);
    const { range, authorization } = request.headers;
    served.requests.push({ path, range, authorization });
    if (served.intercept(request, response)) return;
    const file = files.get(path);
    if (file === undefined) response.writeHead(404).end('no such file');
    else served.bytesSent += sendRange(response, file, range);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const served: FileServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: [],
    bytesSent: 0,
    intercept: () => false,
    serveJson: (path, value) => files.set(path, servedBytes(Buffer.from(JSON.stringify(value)))),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return served;
}

export function servedBytes(bytes: Uint8Array, etag = '"1"'): ServedFile {
  return { size: bytes.length, etag, read: (offset, length) => bytes.subarray(offset, offset + length) };
}

/** As nginx answers: 206 with the part, 416 behind the end, 200 with everything where nothing was asked for. */
function sendRange(response: ServerResponse, file: ServedFile, range: string | undefined): number {
  const headers = file.etag === undefined ? {} : { etag: file.etag };
  const asked = /^bytes=(\d+)-(\d+)$/.exec(range ?? '');
  if (asked === null) {
    response.writeHead(200, { ...headers, 'content-length': file.size }).end(file.read(0, file.size));
    return file.size;
  }
  const start = Number(asked[1]);
  const end = Math.min(Number(asked[2]) + 1, file.size);
  if (start >= file.size) {
    response.writeHead(416, { 'content-range': `bytes */${file.size}` }).end();
    return 0;
  }
  response.writeHead(206, {
    ...headers,
    'content-range': `bytes ${start}-${end - 1}/${file.size}`,
    'content-length': end - start,
  });
  response.end(file.read(start, end - start));
  return end - start;
}
