import type { ServerResponse } from 'node:http';
import { expect, test } from 'vitest';
import { openPolicy } from '../open/open-policy.ts';
import { ask, closeAfterEach, openAt, start } from '../testing/ask.ts';
import { type Behaviour, startServer } from '../testing/misbehaving-server.ts';

closeAfterEach();

test.each(['openpi', 'vla-eval', 'openvla+http', 'openvla-oft+http'])('%s: nobody there', async (kind) => {
  const server = await startServer({});
  await server.close();
  await expect(openAt(kind, server)).rejects.toMatchObject({
    code: 'POLICY_UNREACHABLE',
    what: expect.stringContaining('connection refused'),
    permanent: false,
  });
});

test('a key in the address reaches the server and no record', async () => {
  const seen: (string | undefined)[] = [];
  const deploy = await start({
    requested(request, response) {
      seen.push(request.headers.authorization);
      response.end('{"paths": {"/act": {}}}');
    },
  });
  const policy = await openPolicy(`openvla+http://:s3cret@127.0.0.1:${deploy.port}`);
  expect(seen).toEqual(['Bearer s3cret']);
  expect(JSON.stringify(policy)).not.toContain('s3cret');
});

test('which statistics it was told to use stands in the record', async () => {
  const deploy = await start(deployed((response) => response.end('"error"')));
  const policy = await openPolicy(`openvla+http://127.0.0.1:${deploy.port}`, { unnormKey: 'libero_goal' });
  expect(policy.description).toEqual({ protocol: 'deploy.py', paths: ['/act'], unnormKey: 'libero_goal' });
});

/** deploy.py's way to answer. */
function deployed(act: (response: ServerResponse, visit: number) => void): Behaviour {
  let asked = 0;
  return {
    requested(request, response) {
      request.resume();
      if (request.method === 'GET') response.end('{"paths": {"/act": {}}}');
      else act(response, ++asked);
    },
  };
}
const action = { __numpy__: Buffer.alloc(56).toString('base64'), dtype: '<f8', shape: [7] };
const replies: [name: string, reply: (response: ServerResponse) => void, code: string][] = [
  ['"error" with status 200', (r) => r.end('"error"'), 'POLICY_SERVER_ERROR'],
  ['status 500', (r) => r.writeHead(500).end('Internal Server Error'), 'POLICY_SERVER_ERROR'],
  ['status 422', (r) => r.writeHead(422).end('{"detail": "field required"}'), 'POLICY_SERVER_ERROR'],
  ['status 404', (r) => r.writeHead(404).end(), 'POLICY_NOT_A_SERVER'],
  ['a page', (r) => r.end('<html>'), 'POLICY_ANSWER_MALFORMED'],
  ['NaN, as Python writes it', (r) => r.end('[NaN, 0, 0, 0, 0, 0, 0]'), 'POLICY_ANSWER_MALFORMED'],
  ['three numbers', (r) => r.end('[1, 2, 3]'), 'ACTION_SIZE'],
  [
    'an array that is too short',
    (r) => r.end(JSON.stringify({ ...action, shape: [2, 7] })),
    'POLICY_ANSWER_MALFORMED',
  ],
  [
    'an array of objects',
    (r) => r.end(JSON.stringify({ ...action, dtype: '|O' })),
    'POLICY_ANSWER_MALFORMED',
  ],
  ['more than 64 MB', (r) => r.end(Buffer.alloc(65 * 2 ** 20, 32)), 'POLICY_ANSWER_TOO_LARGE'],
  ['nothing', () => {}, 'POLICY_TIMEOUT'],
];

test.each(replies)(
  'openvla: %s is an error of its own, and the next question is answered',
  async (_name, reply, code) => {
    const server = await start(
      deployed((response, n) => (n === 1 ? reply(response) : response.end(JSON.stringify(action)))),
    );
    const policy = await openAt('openvla+http', server);
    expect(await ask(policy)).toMatchObject({ code });
    expect(await ask(policy)).toMatchObject({ actions: { length: 1 } });
  },
);

test('openvla: an answer that breaks off is asked for again, and then given up', async () => {
  const cut = (response: ServerResponse) => {
    response.writeHead(200, { 'content-length': '1000' });
    response.write('{"__numpy__": "');
    setTimeout(() => response.destroy(), 10);
  };
  const once = await start(
    deployed((response, n) => (n === 1 ? cut(response) : response.end(JSON.stringify(action)))),
  );
  expect(await ask(await openAt('openvla+http', once))).toHaveProperty('actions');
  const always = await start(deployed(cut));
  expect(await ask(await openAt('openvla-oft+http', always))).toMatchObject({ code: 'POLICY_CLOSED' });
});
