import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FileServer, servedBytes, serveFiles } from '../testing/serve-files.ts';
import { openDownload } from './open-download.ts';

let first: FileServer;
let second: FileServer;
beforeEach(async () => {
  first = await serveFiles(new Map([['/file', servedBytes(Buffer.from('hello'))]]));
  second = await serveFiles(new Map([['/file', servedBytes(Buffer.from('from elsewhere'))]]));
});
afterEach(() => Promise.all([first.close(), second.close()]));

async function read(url: string, headers: Record<string, string> = {}): Promise<string> {
  const { body } = await openDownload(new URL(url), { headers });
  const chunks: Uint8Array[] = [];
  for await (const chunk of body as AsyncIterable<Uint8Array>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

const redirect = (to: string) => (request: IncomingMessage, response: ServerResponse) => {
  if (request.url !== '/moved') return false;
  response.writeHead(302, { location: to }).end();
  return true;
};

test('a redirect is followed, and credentials stay with the first server', async () => {
  const headers = { authorization: 'Bearer secret' };
  first.intercept = redirect('/file');
  expect(await read(`${first.url}/moved`, headers)).toBe('hello');
  expect(first.requests.map((request) => request.authorization)).toEqual(['Bearer secret', 'Bearer secret']);
  first.intercept = redirect(`${second.url}/file`);
  expect(await read(`${first.url}/moved`, headers)).toBe('from elsewhere');
  expect(second.requests[0]!.authorization).toBeUndefined();
});

test('a login in the address does not go along', async () => {
  first.intercept = redirect(`${second.url}/file`);
  await read(`${first.url.replace('//', '//me:secret@')}/moved`);
  expect(first.requests[0]!.authorization).toMatch(/^Basic /);
  expect(second.requests[0]!.authorization).toBeUndefined();
});

test.each([
  ['a circle', '/moved', 'more than 5 redirects'],
  ['another protocol', 'file:///etc/passwd', 'file:'],
])('%s is refused', async (_, to, problem) => {
  first.intercept = redirect(to);
  await expect(read(`${first.url}/moved`)).rejects.toMatchObject({
    code: 'REMOTE_REDIRECT_REFUSED',
    what: expect.stringContaining(problem),
  });
});

test('a server that is not there is permanent, one that falls silent is not', async () => {
  await expect(openDownload(new URL('http://127.0.0.1:1/'))).rejects.toMatchObject({
    code: 'REMOTE_UNREACHABLE',
    permanent: true,
  });
  first.intercept = () => true;
  await expect(openDownload(new URL(first.url), { idleMs: 50 })).rejects.toMatchObject({
    code: 'REMOTE_UNREACHABLE',
    permanent: false,
    what: expect.stringContaining('stopped answering'),
  });
});
