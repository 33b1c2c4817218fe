import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createProxy, type Server } from 'node:http';
import { createServer as createSecure } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type PlumbRun, root } from './run-plumb.ts';

const HOST = 'weights.example';
const openssl = spawnSync('openssl', ['version']).status === 0;
const name = (text: string) => (openssl ? text : `${text} (SKIPPED: no openssl to make a certificate)`);

/** 40 MB of zeros behind a real header; nobody keeps them. */
const header = Buffer.from(
  JSON.stringify({
    'layers.0.weight': { dtype: 'F32', shape: [1000, 10_000], data_offsets: [0, 40_000_000] },
  }),
);
const head = Buffer.alloc(8 + header.length);
head.writeBigUInt64LE(BigInt(header.length));
header.copy(head, 8);
const SIZE = head.length + 40_000_000;

let folder = '';
let web: Server;
let proxy: Server;
const asked: { url: string | undefined; secret: string | undefined }[] = [];
let sent = 0;

beforeAll(async () => {
  if (!openssl) return;
  folder = mkdtempSync(join(tmpdir(), 'plumb-proxy-'));
  const made = spawnSync(
    'openssl',
    [
      ...[
        'req',
        '-x509',
        '-newkey',
        'ec',
        '-pkeyopt',
        'ec_paramgen_curve:prime256v1',
        '-nodes',
        '-days',
        '2',
      ],
      ...['-subj', `/CN=${HOST}`, '-addext', `subjectAltName=DNS:${HOST}`],
      ...['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')],
    ],
    { encoding: 'utf8' },
  );
  expect(made.status, made.stderr).toBe(0);
  const [key, cert] = ['key.pem', 'cert.pem'].map((file) => readFileSync(join(folder, file)));
  web = createSecure({ key, cert }, (request, response) => {
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
    if (from === undefined) {
      response.writeHead(200, { 'content-length': SIZE, 'accept-ranges': 'bytes' });
      response.end();
      return;
    }
    const end = Math.min(Number(to), SIZE - 1);
    const body = Buffer.alloc(end - Number(from) + 1);
    if (Number(from) < head.length) head.copy(body, 0, Number(from));
    sent += body.length;
    response.writeHead(206, { 'content-range': `bytes ${from}-${end}/${SIZE}`, etag: '"w"' });
    response.end(body);
  });
  proxy = createProxy().on('connect', (request, socket) => {
    asked.push({ url: request.url, secret: request.headers['proxy-authorization'] });
    // the name is the proxy's to look up: here every one is the server above
    const onward = connect((web.address() as AddressInfo).port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.pipe(socket).pipe(onward);
    });
    for (const end of [onward, socket]) end.on('error', () => {});
  });
  for (const server of [web, proxy])
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => {
  asked.length = 0;
  sent = 0;
});
afterAll(() => {
  web?.close();
  proxy?.close();
  if (folder !== '') rmSync(folder, { recursive: true });
});

/** Not spawnSync: proxy and server answer from this process. */
function inspect(address: string, variables: Record<string, string> = {}): Promise<PlumbRun> {
  const { port } = proxy.address() as AddressInfo;
  const env = {
    ...process.env,
    ...{ NO_COLOR: '1', NO_PROXY: '', no_proxy: '', NODE_EXTRA_CA_CERTS: join(folder, 'cert.pem') },
    ...{ HTTPS_PROXY: `http://me:w%20rd@127.0.0.1:${port}`, ...variables },
  };
  return new Promise((resolve) => {
    const args = [join(root, 'packages/cli/bin/plumb.js'), 'inspect', address];
    execFile(process.execPath, args, { env }, (error, stdout, stderr) =>
      resolve({ status: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
}

test.skipIf(!openssl)(
  name('a checkpoint behind a proxy is read by ranges through one tunnel, and its certificate is checked'),
  async () => {
    const { status, stdout, stderr } = await inspect(`https://${HOST}/model.safetensors`);
    expect(stderr).not.toContain('✗');
    expect(status).toBe(0);
    expect(stdout).toContain('safetensors, 40.0 MB');
    expect(stdout).toContain('[1000, 10000] float32');
    expect(sent).toBeLessThan(200_000);
    const secret = `Basic ${Buffer.from('me:w rd').toString('base64')}`;
    expect(asked).toEqual([{ url: `${HOST}:443`, secret }]);
  },
);

test.skipIf(!openssl)(name('who is not the host that was asked for gets nothing and is named'), async () => {
  const { status, stderr } = await inspect('https://other.example/model.safetensors');
  expect(status).toBe(2);
  expect(stderr).toMatch(/other\.example/);
  expect(stderr).toMatch(/certificate|altname/i);
  expect(sent).toBe(0);
});

test.skipIf(!openssl)(name('NO_PROXY goes around it: then nobody knows the host'), async () => {
  const { status, stderr } = await inspect(`https://${HOST}/model.safetensors`, { NO_PROXY: '.example' });
  expect(status).toBe(2);
  expect(stderr).toContain(HOST);
  expect(asked).toEqual([]);
});
