import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FileServer, type ServedFile, servedBytes, serveFiles } from '../testing/serve-files.ts';
import { type HttpOptions, openHttp } from './http-source.ts';

const BLOCK = 16_384;
/** Every byte tells where it lies. */
const pattern = (size: number) => Uint8Array.from({ length: size }, (_, i) => (i * 7 + (i >> 8)) & 255);
const data = pattern(200_000);

let server: FileServer;
let files: Map<string, ServedFile>;
beforeEach(async () => {
  files = new Map([['/file', servedBytes(data)]]);
  server = await serveFiles(files);
});
afterEach(() => server.close());

const open = (path = '/file', options: HttpOptions = {}) =>
  openHttp(new URL(server.url + path), { firstDelayMs: 1, ...options });
const answer = (response: ServerResponse, status: number, headers: Record<string, string>, body = '') => {
  response.writeHead(status, headers).end(body);
  return true;
};

describe('reads', () => {
  test('any part is the bytes that lie there', async () => {
    const source = await open();
    expect(source.size).toBe(data.length);
    for (const [offset, length] of [
      [0, 1],
      [0, 0],
      [BLOCK - 1, 2],
      [5, 100_000],
      [199_999, 1],
      [16_384, 16_384],
      [0, 200_000],
    ] as const)
      expect(
        Buffer.from(await source.read(offset, length)).equals(data.subarray(offset, offset + length)),
      ).toBe(true);
    await expect(source.read(199_999, 2)).rejects.toMatchObject({ code: 'BYTES_OUT_OF_RANGE' });
  });

  test('what was read once is not asked for again; neighbours that are missing are one request', async () => {
    const traffic = { bytes: 0, requests: 0 };
    const source = await open('/file', { traffic });
    await source.read(0, 8);
    await source.read(100, 1000);
    expect(traffic).toEqual({ bytes: BLOCK, requests: 1 });
    await source.read(8, 100_000);
    // the first block was there, the six behind it came at once
    expect(traffic).toEqual({ bytes: 7 * BLOCK, requests: 2 });
    expect(server.requests.at(-1)?.range).toBe(`bytes=${BLOCK}-${7 * BLOCK - 1}`);
    expect(server.bytesSent).toBe(traffic.bytes);
  });

  test('who waits for the same bytes waits for one request', async () => {
    const source = await open();
    await Promise.all([source.read(50_000, 10), source.read(50_010, 10), source.read(49_160, 30)]);
    expect(server.requests).toHaveLength(2);
  });

  test('a large part goes past the blocks, exactly as long as asked', async () => {
    files.set('/large', servedBytes(pattern(6_000_000)));
    const source = await open('/large');
    expect((await source.read(100, 5_000_000)).length).toBe(5_000_000);
    expect(server.bytesSent).toBe(BLOCK + 5_000_000);
  });

  test('an empty file and one of a few bytes', async () => {
    files.set('/empty', servedBytes(new Uint8Array(0)));
    files.set('/short', servedBytes(Buffer.from('short')));
    expect((await open('/empty')).size).toBe(0);
    expect(Buffer.from(await (await open('/short')).read(1, 3)).toString()).toBe('hor');
  });
});

describe('servers that misbehave', () => {
  test('no ranges: an error, and the file is not downloaded', async () => {
    let sent = 0;
    server.intercept = (_, response) => {
      response.writeHead(200, { 'content-length': '1000000000' });
      const push = () => {
        while (sent < 1e9 && !response.destroyed) {
          sent += 65_536;
          if (!response.write(new Uint8Array(65_536))) return;
        }
      };
      response.on('drain', push);
      push();
      return true;
    };
    await expect(open()).rejects.toMatchObject({
      code: 'REMOTE_NO_RANGES',
      what: expect.stringContaining('1000000000 bytes'),
    });
    expect(sent).toBeLessThan(20_000_000);
  });

  test('a small file is taken whole where there are no ranges', async () => {
    server.intercept = (_, response) => answer(response, 200, {}, '{"a": 1}');
    const source = await open();
    expect(Buffer.from(await source.read(0, source.size)).toString()).toBe('{"a": 1}');
  });

  test.each([
    ['another part', { 'content-range': 'bytes 1-16384/200000' }],
    ['no place', {}],
    ['an unknown size', { 'content-range': 'bytes 0-16383/*' }],
    ['a compressed part', { 'content-range': 'bytes 0-16383/200000', 'content-encoding': 'gzip' }],
    ['less than it says', { 'content-range': 'bytes 0-16383/200000' }],
  ])('%s is not taken for what was asked', async (_, headers) => {
    server.intercept = (_, response) => answer(response, 206, headers, 'x');
    await expect(open()).rejects.toMatchObject({ code: 'REMOTE_RANGE_WRONG' });
  });

  test('a file that changes while it is read is an error: by its version, by its size, and cut', async () => {
    for (const changed of [
      servedBytes(data, '"2"'),
      servedBytes(pattern(200_001)),
      servedBytes(pattern(20_000)),
    ]) {
      files.set('/file', servedBytes(data));
      const source = await open();
      files.set('/file', changed);
      await expect(source.read(100_000, 10)).rejects.toMatchObject({ code: 'REMOTE_FILE_CHANGED' });
    }
  });

  test('a connection that breaks off is tried again, four times', async () => {
    let broken = 0;
    server.intercept = (_, response) => {
      if (broken++ >= 3) return false;
      response.writeHead(206, { 'content-range': 'bytes 0-16383/200000', 'content-length': '16384' });
      response.write('a part');
      setTimeout(() => response.destroy(), 5);
      return true;
    };
    expect((await open()).size).toBe(200_000);
    expect(server.requests).toHaveLength(4);
    broken = -10;
    await expect(open()).rejects.toMatchObject({ code: 'REMOTE_UNREACHABLE', permanent: false });
    expect(server.requests).toHaveLength(8);
  });

  test('503 is tried again, 404 is not', async () => {
    let busy = 0;
    server.intercept = (_, response) => busy++ < 2 && answer(response, 503, {});
    expect((await open()).size).toBe(200_000);
    expect(server.requests).toHaveLength(3);
    await expect(open('/none')).rejects.toMatchObject({ code: 'REMOTE_NOT_FOUND' });
    expect(server.requests).toHaveLength(4);
  });

  test('a server that falls silent is given up', async () => {
    server.intercept = () => true;
    await expect(open('/file', { idleMs: 30 })).rejects.toMatchObject({
      code: 'REMOTE_UNREACHABLE',
      what: expect.stringContaining('stopped answering'),
    });
  });

  test('nobody there', async () => {
    await server.close();
    await expect(open()).rejects.toMatchObject({
      code: 'REMOTE_UNREACHABLE',
      what: expect.stringContaining('nobody answers'),
    });
    await expect(openHttp(new URL('http://plumb.invalid/a.pt'))).rejects.toMatchObject({
      code: 'REMOTE_UNREACHABLE',
      what: expect.stringMatching(/cannot be resolved \(is this machine offline/),
    });
  });
});

describe('redirects', () => {
  let storage: FileServer;
  beforeEach(async () => {
    storage = await serveFiles(new Map([['/blob', servedBytes(data)]]));
    server.intercept = (request, response) =>
      request.url === '/file' && answer(response, 302, { location: `${storage.url}/blob?signature=1` });
  });
  afterEach(() => storage.close());

  test('are followed once; later parts come from where they end', async () => {
    const source = await open();
    await source.read(100_000, 10);
    await source.read(180_000, 10);
    expect(server.requests).toHaveLength(1);
    expect(storage.requests).toHaveLength(3);
  });

  test('an address that expires is asked for again', async () => {
    const source = await open();
    let expired = true;
    storage.intercept = (_, response) => {
      const refuse = expired;
      expired = false;
      return refuse && answer(response, 403, {});
    };
    expect((await source.read(100_000, 10)).length).toBe(10);
    expect(server.requests).toHaveLength(2);
  });

  test('the token goes to the server that it is for, and not where that redirects', async () => {
    await open('/file', { secret: { origin: server.url, token: 'secret-token' } });
    expect(server.requests[0]?.authorization).toBe('Bearer secret-token');
    expect(storage.requests[0]?.authorization).toBeUndefined();
  });

  test('a circle, and one that leads out of the web, are refused', async () => {
    server.intercept = (_, response) => answer(response, 302, { location: '/file' });
    await expect(open()).rejects.toMatchObject({ code: 'REMOTE_REDIRECT_REFUSED' });
    server.intercept = (_, response) => answer(response, 302, { location: 'file:///etc/passwd' });
    await expect(open()).rejects.toMatchObject({ code: 'REMOTE_REDIRECT_REFUSED' });
  });
});

test('no error shows a password or a signature of the address', async () => {
  const url = new URL(`${server.url}/none?X-Signature=secret`);
  url.username = 'me';
  url.password = 'secret';
  const error = await openHttp(url).catch((error) => error);
  expect(error.code).toBe('REMOTE_NOT_FOUND');
  expect(JSON.stringify([error, error.message, error.stack])).not.toContain('secret');
});
