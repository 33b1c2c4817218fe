import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** For specs: a package index and a hub in one. What they hold can be changed, requests can be intercepted. */
export interface PublicServer {
  /** Without a slash at its end; the index is below `/simple`. */
  readonly url: string;
  readonly wheels: Map<string, Uint8Array>;
  readonly hub: Map<string, Uint8Array>;
  readonly requests: { path: string; range: string | undefined; authorization: string | undefined }[];
  /** Answers a request in place of the server where it returns true. */
  intercept: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** Files whose checksum is told wrongly. */
  forged: Set<string>;
  /** Whether the index answers with a page of links instead of JSON. */
  html: boolean;
  close(): Promise<void>;
}

export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const gitOid = (bytes: Uint8Array) =>
  createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');

/** `repository` is the data set that the hub has. */
export async function servePublic(repository: string): Promise<PublicServer> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const there: PublicServer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    wheels: new Map(),
    hub: new Map(),
    requests: [],
    intercept: () => false,
    forged: new Set(),
    html: false,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return there;

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const path = decodeURIComponent(new URL(request.url!, 'http://x').pathname);
    const { range, authorization } = request.headers;
    there.requests.push({ path, range, authorization });
    if (there.intercept(request, response)) return;
    const hubFile = /^\/datasets\/[^/]+\/[^/]+\/resolve\/main\/(.*)$/.exec(path)?.[1];
    const project = /^\/simple\/([^/]+)\/$/.exec(path)?.[1];
    const listed = path === `/api/datasets/${repository}/tree/main`;
    const bytes = hubFile === undefined ? there.wheels.get(path.slice(7)) : there.hub.get(hubFile);
    if (listed) sendJson(response, [...there.hub].map(entryOf));
    else if (project) sendIndex(response, project);
    else if (bytes) sendBytes(response, bytes, range);
    else response.writeHead(404).end();
  }

  function entryOf([path, bytes]: [string, Uint8Array]) {
    const honest = (sum: string) =>
      there.forged.has(path) ? sum.replace(/^./, (c) => (c === '0' ? '1' : '0')) : sum;
    const entry = { type: 'file', path, size: bytes.length, oid: honest(gitOid(bytes)) };
    // as the hub lists a file that Git LFS keeps
    if (bytes.length > 1000)
      return { ...entry, lfs: { oid: honest(sha256(bytes)), size: bytes.length, pointerSize: 130 } };
    return entry;
  }

  function sendIndex(response: ServerResponse, project: string): void {
    const files = [...there.wheels]
      .filter(([name]) => name.startsWith(project.replace('-', '_')))
      .map(([name, bytes]) => ({ name, sum: there.forged.has(name) ? '0'.repeat(64) : sha256(bytes) }));
    if (there.html) {
      const links = files.map(
        ({ name, sum }) => `<a href="../../files/${name}#sha256=${sum}">${name}</a><br>`,
      );
      response.writeHead(200, { 'content-type': 'text/html' }).end(`<html>${links.join('\n')}</html>`);
    } else {
      sendJson(response, {
        files: files.map(({ name, sum }) => ({
          filename: name,
          url: `/files/${name}`,
          hashes: { sha256: sum },
        })),
      });
    }
  }

  function sendJson(response: ServerResponse, value: unknown): void {
    response
      .writeHead(200, { 'content-type': 'application/vnd.pypi.simple.v1+json' })
      .end(JSON.stringify(value));
  }

  function sendBytes(response: ServerResponse, bytes: Uint8Array, range: string | undefined): void {
    const asked = /^bytes=(\d+)-(\d*)$/.exec(range ?? '');
    const etag = `"${sha256(bytes)}"`;
    if (!asked) {
      response.writeHead(200, { etag, 'content-length': bytes.length }).end(bytes);
      return;
    }
    const start = Number(asked[1]);
    const end = asked[2] ? Math.min(Number(asked[2]) + 1, bytes.length) : bytes.length;
    if (start >= bytes.length) {
      response.writeHead(416).end();
      return;
    }
    response
      .writeHead(206, {
        etag,
        'content-range': `bytes ${start}-${end - 1}/${bytes.length}`,
        'content-length': end - start,
      })
      .end(bytes.subarray(start, end));
  }
}
