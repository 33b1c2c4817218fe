import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { locate, openSource } from '../open-source.ts';
import { type FileServer, type ServedFile, servedBytes, serveFiles } from '../testing/serve-files.ts';
import { hubAddressOfPage, hubFileUrl, hubPlace, parseHubAddress } from './hub-address.ts';
import { readHubToken } from './hub-token.ts';
import { proxyAgentFor } from './proxy-agent.ts';

const SHA = '0123456789abcdef0123456789abcdef01234567';
let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'plumb-hub-'));
});
afterEach(() => rm(home, { recursive: true }));

describe('addresses', () => {
  const url = (text: string) => hubFileUrl(parseHubAddress(text, {})).pathname;

  test('of files, with and without a revision', () => {
    expect(url('hf://org/model/a.safetensors')).toBe('/org/model/resolve/main/a.safetensors');
    expect(url('hf://org/model@v1.0/sub/a b.pt')).toBe('/org/model/resolve/v1.0/sub/a%20b.pt');
    expect(url('hf://org/model@refs/pr/3/a.pt')).toBe('/org/model/resolve/refs%2Fpr%2F3/a.pt');
    expect(hubPlace(parseHubAddress('hf://org/model@v1/x/', {}))).toBe('hf://org/model@v1/x');
  });

  test.each([
    'hf://model',
    'hf://',
    'hf://datasets/org/name',
    'hf://org/model/../../secret',
    'hf://or g/model',
  ])('%s is refused', (text) => {
    expect(() => parseHubAddress(text, {})).toThrow(expect.objectContaining({ code: 'HUB_ADDRESS_WRONG' }));
  });

  test('copied from a browser', () => {
    const endpoint = { HF_ENDPOINT: 'https://hub.example/' };
    const page = (path: string) => hubAddressOfPage(new URL(`https://hub.example/${path}`), endpoint);
    expect(page('org/model')).toMatchObject({ repository: 'org/model', revision: 'main', path: '' });
    expect(page('org/model/blob/v2/a/b.pt')).toMatchObject({ revision: 'v2', path: 'a/b.pt' });
    expect(page('org/model/resolve/main/b.pt')).toMatchObject({ path: 'b.pt' });
    expect(page('datasets/org/name')).toBeUndefined();
    expect(hubAddressOfPage(new URL('https://elsewhere.example/org/model'), endpoint)).toBeUndefined();
  });
});

test('the token is found where the hub’s own library keeps it', async () => {
  const env = { HOME: home };
  expect(await readHubToken(env)).toBeUndefined();
  await mkdir(join(home, '.cache/huggingface'), { recursive: true });
  await writeFile(join(home, '.cache/huggingface/token'), 'from-file\n');
  expect(await readHubToken(env)).toBe('from-file');
  await writeFile(join(home, 'token'), 'from-hf-home');
  expect(await readHubToken({ ...env, HF_HOME: home })).toBe('from-hf-home');
  expect(await readHubToken({ ...env, HF_TOKEN: ' from-environment ' })).toBe('from-environment');
  expect(await readHubToken({ ...env, HF_TOKEN: 'two\r\nHost: lines' })).toBeUndefined();
  expect(await readHubToken({ ...env, HF_HUB_DISABLE_IMPLICIT_TOKEN: '1' })).toBeUndefined();
});

test('a proxy is used for HTTPS, and not for the hosts that NO_PROXY names', async () => {
  const env = { HTTPS_PROXY: 'http://127.0.0.1:3128', NO_PROXY: 'localhost,.internal' };
  const used = async (url: string, variables: NodeJS.ProcessEnv = env) =>
    (await proxyAgentFor(new URL(url), variables)) !== undefined;
  expect(await used('https://hub.example/a')).toBe(true);
  expect(await used('http://hub.example/a')).toBe(false);
  expect(await used('https://x.internal/a')).toBe(false);
  expect(await used('https://hub.example/a', {})).toBe(false);
  expect(await used('https://hub.example/a', { ...env, NO_PROXY: '*' })).toBe(false);
});

test('the proxy is asked for a tunnel to the host, and its refusal is told', async () => {
  const asked: (string | undefined)[] = [];
  const proxy = createServer().on('connect', (request, socket) => {
    asked.push(request.url, request.headers['proxy-authorization']);
    socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  vi.stubEnv('HTTPS_PROXY', `http://me:word@127.0.0.1:${(proxy.address() as AddressInfo).port}`);
  const error = await openSource('https://hub.example/a.pt', { firstDelayMs: 1 }).catch((error) => error);
  vi.unstubAllEnvs();
  proxy.close();
  expect(asked.slice(0, 2)).toEqual(['hub.example:443', `Basic ${btoa('me:word')}`]);
  expect(error).toMatchObject({
    code: 'REMOTE_UNREACHABLE',
    what: expect.stringContaining('the proxy 127.0.0.1 answers with status 407'),
  });
});

describe('a hub', () => {
  let hub: FileServer;
  let storage: FileServer;
  let files: Map<string, ServedFile>;
  const env = () => ({ HF_ENDPOINT: hub.url, HF_TOKEN: 'secret-token', HOME: home });

  beforeEach(async () => {
    files = new Map([['/blob', servedBytes(Buffer.from('weights'))]]);
    hub = await serveFiles(new Map());
    storage = await serveFiles(files);
    hub.serveJson('/api/models/org/model/revision/main', {
      sha: SHA,
      siblings: ['README.md', 'model.safetensors', 'unet/a.bin'].map((rfilename) => ({ rfilename })),
    });
    hub.intercept = (request, response) => {
      if (!request.url?.includes('/resolve/')) return false;
      response.writeHead(302, { location: `${storage.url}/blob` }).end();
      return true;
    };
  });
  afterEach(async () => {
    await hub.close();
    await storage.close();
  });

  test('a folder is read at one commit, whatever is pushed meanwhile', async () => {
    const location = await locate('hf://org/model', { env: env() });
    expect(location.kind).toBe('folder');
    const folder = await location.folder();
    expect(folder).toMatchObject({ place: 'hf://org/model', folders: ['unet'] });
    expect(folder.names).toEqual(['README.md', 'model.safetensors']);
    expect(folder.notes.join()).toContain(SHA);
    const source = await folder.open('model.safetensors');
    expect(Buffer.from(await source.read(0, 7)).toString()).toBe('weights');
    expect(source.place).toBe('hf://org/model/model.safetensors');
    expect(hub.requests.at(-1)?.path).toBe(`/org/model/resolve/${SHA}/model.safetensors`);
    const inner = await locate('hf://org/model/unet', { env: env() });
    expect((await inner.folder()).names).toEqual(['a.bin']);
    await expect((await locate('hf://org/model/none', { env: env() })).folder()).rejects.toMatchObject({
      code: 'REMOTE_NOT_FOUND',
    });
  });

  test('the token goes to the hub alone', async () => {
    await (await locate('hf://org/model', { env: env() })).folder();
    await openSource('hf://org/model/model.safetensors', { env: env() });
    expect(hub.requests.map((request) => request.authorization)).toEqual(
      Array(2).fill('Bearer secret-token'),
    );
    expect(storage.requests.map((request) => request.authorization)).toEqual([undefined]);
    // any other address gets none, though the token is there
    const [{ path }] = [storage.requests[0]!];
    await openSource(storage.url + path, { env: env() });
    expect(storage.requests.at(-1)?.authorization).toBeUndefined();
  });

  test('private, gated and missing are told as the hub tells them, without the token', async () => {
    hub.intercept = (_, response) => {
      response.writeHead(403, { 'x-error-code': 'GatedRepo' }).end();
      return true;
    };
    const error = await openSource('hf://org/model/a.pt', { env: env() }).catch((error) => error);
    expect(error).toMatchObject({ code: 'REMOTE_DENIED', remedy: expect.stringContaining('HF_TOKEN') });
    expect(error.what).toContain('GatedRepo');
    expect(JSON.stringify([error, error.stack])).not.toContain('secret-token');
    hub.intercept = (_, response) => {
      response.writeHead(404, { 'x-error-code': 'EntryNotFound' }).end();
      return true;
    };
    await expect(openSource('hf://org/model/a.pt', { env: env() })).rejects.toMatchObject({
      code: 'REMOTE_NOT_FOUND',
      what: expect.stringContaining('no such file'),
    });
  });

  test('an endpoint that is no hub', async () => {
    hub.intercept = (_, response) => {
      response.writeHead(200).end('<html>');
      return true;
    };
    await expect((await locate('hf://org/model', { env: env() })).folder()).rejects.toMatchObject({
      code: 'REMOTE_RANGE_WRONG',
      what: expect.stringContaining('is HF_ENDPOINT a hub'),
    });
  });
});
