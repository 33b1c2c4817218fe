import type { PlumbError } from '@plumb/core';
import { afterEach, expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import { openPolicy } from '../open/open-policy.ts';
import type { Policy, PolicyAnswer } from '../policy.ts';
import { type Behaviour, startServer, type TestServer } from '../testing/misbehaving-server.ts';
import { requestFor } from '../testing/request.ts';
import { encodeMessage, OPENPI_ARRAYS } from '../wire/msgpack.ts';
import { float64Array } from '../wire/numpy-array.ts';
import { decodeVlaEval, encodeVlaEval } from '../wire/vla-eval-messages.ts';

const timeouts = { connect: 2000, firstAnswer: 1500, answer: 1500, attempts: 2 };
const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing.close();
});

async function start(behaviour: Behaviour): Promise<TestServer> {
  const server = await startServer(behaviour);
  open.push(server);
  return server;
}

async function openAt(kind: string, server: TestServer): Promise<Policy> {
  const policy = await openPolicy(`${kind}://127.0.0.1:${server.port}`, { timeouts });
  open.push(policy);
  return policy;
}

async function ask(policy: Policy, episode = 'a', signal?: AbortSignal): Promise<PolicyAnswer | PlumbError> {
  return (await policy.act([requestFor(policy.manifest, episode)], signal))[0]!;
}

const zeros = (n: number, size = 7) => float64Array([n, size], new Float64Array(n * size));
const good = encodeMessage({ actions: zeros(5) }, OPENPI_ARRAYS);

/** An openpi server whose n-th question (from 1) is answered by `answer`. */
function openpi(
  answer: (socket: WebSocket, question: number, raw: { destroy(): void }) => void,
  metadata = {},
): Behaviour {
  let question = 0;
  return {
    connected(socket, raw) {
      socket.send(encodeMessage(metadata, OPENPI_ARRAYS));
      socket.on('message', () => answer(socket, ++question, raw));
    },
  };
}

const frames: [
  name: string,
  send: (socket: WebSocket, question: number, raw: { destroy(): void }) => void,
  code: string,
][] = [
  ['never', () => {}, 'POLICY_TIMEOUT'],
  ['late', (socket) => setTimeout(() => socket.send(good), 2200), 'POLICY_TIMEOUT'],
  ['with a traceback', (socket) => socket.send('Traceback\nValueError: no'), 'POLICY_SERVER_ERROR'],
  ['with a closed connection', (socket) => socket.close(1011), 'POLICY_CLOSED'],
  ['by dying in the middle of a frame', dieMidFrame, 'POLICY_CLOSED'],
  ['with a frame over 64 MB', (socket) => socket.send(Buffer.alloc(65 * 2 ** 20)), 'POLICY_ANSWER_TOO_LARGE'],
  [
    'with bytes that are no message',
    (socket) => socket.send(Buffer.from([0xc1, 1, 2])),
    'POLICY_ANSWER_MALFORMED',
  ],
  ['with a number', (socket) => socket.send(encodeMessage(3, OPENPI_ARRAYS)), 'POLICY_ANSWER_MALFORMED'],
  [
    'without actions',
    (socket) => socket.send(encodeMessage({ a: 1 }, OPENPI_ARRAYS)),
    'POLICY_ANSWER_MALFORMED',
  ],
  [
    'with eight dimensions',
    (socket) => socket.send(encodeMessage({ actions: zeros(5, 8) }, OPENPI_ARRAYS)),
    'ACTION_SIZE',
  ],
  [
    'with NaN',
    (socket) =>
      socket.send(
        encodeMessage({ actions: float64Array([1, 7], new Float64Array(7).fill(Number.NaN)) }, OPENPI_ARRAYS),
      ),
    'ACTION_NOT_FINITE',
  ],
];

/** Announces a frame of 1000 bytes and sends ten. */
function dieMidFrame(
  _socket: WebSocket,
  _question: number,
  raw: { destroy(): void; write?(data: Buffer): void },
): void {
  raw.write?.(Buffer.concat([Buffer.from([0x82, 126, 0x03, 0xe8]), Buffer.alloc(10)]));
  setTimeout(() => raw.destroy(), 20);
}

test.each(frames)(
  'openpi: a question answered %s is an error of its own, and the next one is answered',
  async (_name, wrong, code) => {
    // a lost question is asked again once: both times wrong
    const times = code === 'POLICY_CLOSED' ? timeouts.attempts : 1;
    const server = await start(
      openpi((socket, n, raw) => (n <= times ? wrong(socket, n, raw) : socket.send(good))),
    );
    const policy = await openAt('openpi', server);
    expect(await ask(policy)).toMatchObject({ code });
    expect(await ask(policy)).toMatchObject({ actions: { length: 5 } });
  },
);

test('openpi: a late answer is never taken for that of the next question', async () => {
  const mark = (n: number) => float64Array([1, 7], new Float64Array(7).fill(n / 10));
  const server = await start(
    openpi((socket, n) =>
      setTimeout(() => socket.send(encodeMessage({ actions: mark(n) }, OPENPI_ARRAYS)), n === 1 ? 1700 : 300),
    ),
  );
  const policy = await openAt('openpi', server);
  expect(await ask(policy)).toMatchObject({ code: 'POLICY_TIMEOUT' });
  const second = (await ask(policy)) as PolicyAnswer;
  expect(second.actions[0]![0]).toBe(0.2);
});

test('openpi: two frames for one question break the connection, not the next answer', async () => {
  const mark = (n: number) =>
    encodeMessage({ actions: float64Array([1, 7], new Float64Array(7).fill(n)) }, OPENPI_ARRAYS);
  const server = await start(
    openpi((socket, n) => {
      socket.send(mark(n / 10));
      if (n === 1) socket.send(mark(0.9));
    }),
  );
  const policy = await openAt('openpi', server);
  await ask(policy);
  await new Promise((resolve) => setTimeout(resolve, 100));
  const answers = [await ask(policy), await ask(policy)];
  for (const answer of answers)
    if ('actions' in answer) expect(answer.actions[0]![0]).not.toBe(0.9);
    else expect(answer.code).toBe('POLICY_ANSWER_MALFORMED');
  expect(answers[1]).toHaveProperty('actions');
});

test('openpi: an answer of another shape is an error, also in another episode', async () => {
  const server = await start(
    openpi((socket, n) => socket.send(encodeMessage({ actions: zeros(n === 2 ? 4 : 5) }, OPENPI_ARRAYS))),
  );
  const policy = await openAt('openpi', server);
  expect(await ask(policy)).toHaveProperty('actions');
  expect(await ask(policy, 'b')).toMatchObject({ code: 'POLICY_SHAPE_CHANGED' });
  expect(await ask(policy, 'b')).toHaveProperty('actions');
});

test('openpi: one bad answer leaves the others of the same call alone, on connections of their own', async () => {
  const server = await start(openpi((socket, n) => socket.send(n === 2 ? 'Traceback' : good)));
  const policy = await openAt('openpi', server);
  const requests = ['a', 'b', 'c'].map((episode) => requestFor(policy.manifest, episode));
  const answers = await policy.act(requests);
  expect(answers.map((answer) => ('actions' in answer ? 'answered' : answer.code)).sort()).toEqual([
    'POLICY_SERVER_ERROR',
    'answered',
    'answered',
  ]);
  expect(server.visits()).toBe(3);
});

test('openpi: a connection lost between two questions is replaced', async () => {
  const server = await start(openpi((socket, n) => socket.send(good, () => n === 1 && socket.terminate())));
  const policy = await openAt('openpi', server);
  expect(await ask(policy)).toHaveProperty('actions');
  expect(await ask(policy)).toHaveProperty('actions');
  expect(server.visits()).toBe(2);
});

test('openpi: another model behind the same address is noticed', async () => {
  let visit = 0;
  const server = await start({
    connected(socket) {
      socket.send(encodeMessage({ model: ++visit }, OPENPI_ARRAYS));
      socket.on('message', () => socket.terminate());
    },
  });
  expect(await ask(await openAt('openpi', server))).toMatchObject({ code: 'POLICY_CHANGED' });
});

test('a question is cancelled by its signal, and at once', async () => {
  const server = await start(openpi(() => {}));
  const policy = await openAt('openpi', server);
  const signal = AbortSignal.timeout(50);
  const started = performance.now();
  expect(await ask(policy, 'a', signal)).toMatchObject({ code: 'POLICY_CANCELLED' });
  expect(performance.now() - started).toBeLessThan(timeouts.answer);
  expect(await ask(policy, 'a', AbortSignal.abort())).toMatchObject({ code: 'POLICY_CANCELLED' });
});

test.each(['openpi', 'vla-eval', 'openvla+http', 'openvla-oft+http'])('%s: nobody there', async (kind) => {
  const server = await startServer({});
  await server.close();
  await expect(openPolicy(`${kind}://127.0.0.1:${server.port}`, { timeouts })).rejects.toMatchObject({
    code: 'POLICY_UNREACHABLE',
    what: expect.stringContaining('connection refused'),
    permanent: false,
  });
});

test('a server that comes up while it is waited for is found', async () => {
  const probe = await startServer({});
  await probe.close();
  setTimeout(() => void start({ ...openpi((socket) => socket.send(good)), port: probe.port }), 150);
  const policy = await openPolicy(`openpi://127.0.0.1:${probe.port}`, {
    timeouts: { ...timeouts, attempts: 6 },
  });
  open.push(policy);
  expect(await ask(policy)).toHaveProperty('actions');
});

test('a server that wants a key says so, and a key in the address reaches it but no record', async () => {
  const locked = await start({});
  await expect(openPolicy(`openpi://127.0.0.1:${locked.port}`, { timeouts })).rejects.toMatchObject({
    code: 'POLICY_UNAUTHORISED',
  });
  const seen: (string | undefined)[] = [];
  const deploy = await start({
    requested(request, response) {
      seen.push(request.headers.authorization);
      response.end('{"paths": {"/act": {}}}');
    },
  });
  const policy = await openPolicy(`openvla+http://:s3cret@127.0.0.1:${deploy.port}`, { timeouts });
  expect(seen).toEqual(['Bearer s3cret']);
  expect(JSON.stringify(policy)).not.toContain('s3cret');
});

/** deploy.py's way to answer. */
function deployed(act: (response: import('node:http').ServerResponse, visit: number) => void): Behaviour {
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
const replies: [name: string, reply: (response: import('node:http').ServerResponse) => void, code: string][] =
  [
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
  const cut = (response: import('node:http').ServerResponse) => {
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

/** A vla-eval server; `answer` gets the question's number, counted over all connections. */
function vlaEval(answer: (socket: WebSocket, seq: number, n: number) => void, params = {}): Behaviour {
  let n = 0;
  return {
    connected(socket) {
      socket.on('message', (data) => {
        const { type, seq } = decodeVlaEval(data as Buffer);
        if (type === 'hello')
          socket.send(encodeVlaEval({ type: 'hello', payload: { observation_params: params }, seq }));
        if (type === 'observation') answer(socket, seq, ++n);
      });
    },
  };
}
const act = (socket: WebSocket, seq: number) =>
  socket.send(
    encodeVlaEval({ type: 'action', payload: { actions: float64Array([7], new Float64Array(7)) }, seq }),
  );
const messages: [name: string, wrong: (socket: WebSocket, seq: number) => void, code: string][] = [
  [
    'an error',
    (s, seq) => s.send(encodeVlaEval({ type: 'error', payload: { error: 'no' }, seq })),
    'POLICY_SERVER_ERROR',
  ],
  ['an answer to another question', (s, seq) => act(s, seq - 1), 'POLICY_ANSWER_MALFORMED'],
  [
    'a HELLO',
    (s, seq) => s.send(encodeVlaEval({ type: 'hello', payload: {}, seq })),
    'POLICY_ANSWER_MALFORMED',
  ],
  [
    'no action',
    (s, seq) => s.send(encodeVlaEval({ type: 'action', payload: {}, seq })),
    'POLICY_ANSWER_MALFORMED',
  ],
  ['a lost connection', (s) => s.terminate(), 'POLICY_CLOSED'],
  ['nothing', () => {}, 'POLICY_TIMEOUT'],
];

test.each(messages)(
  'vla-eval: %s ends its episode’s session, and other episodes go on',
  async (_name, wrong, code) => {
    let bad = -1;
    const server = await start(
      vlaEval((socket, seq, n) => (n === bad ? wrong(socket, seq) : act(socket, seq))),
    );
    const policy = await openAt('vla-eval', server);
    await policy.startEpisode!('a', 'x');
    await policy.startEpisode!('b', 'x');
    expect(await ask(policy, 'a')).toHaveProperty('actions');
    bad = 2;
    // never asked again by itself: the server may have taken it for a step
    expect(await ask(policy, 'a')).toMatchObject({ code });
    expect(await ask(policy, 'b')).toHaveProperty('actions');
    await policy.startEpisode!('a', 'x');
    expect(await ask(policy, 'a')).toHaveProperty('actions');
    await policy.endEpisode!('a', true);
  },
);

test('vla-eval: the manifest is what the server asks for; absolute actions are refused', async () => {
  const params = { send_wrist_image: true, send_state: true, quat_no_antipodal: true, env_seed: 0 };
  const policy = await openAt('vla-eval', await start(vlaEval(act, params)));
  expect(policy.manifest).toMatchObject({
    cameras: [
      { camera: 'agentview', width: 256 },
      { camera: 'robot0_eye_in_hand', width: 256 },
    ],
    state: ['eef-position', 'eef-axis-angle', 'gripper-positions'],
    antipodes: 'as-is',
  });
  expect(policy.description).toMatchObject({ notFollowed: { env_seed: 0 } });
  const absolute = await start(vlaEval(act, { absolute_action: true }));
  await expect(openAt('vla-eval', absolute)).rejects.toMatchObject({ code: 'POLICY_CONVENTION' });
});

test('memory stays bounded while a server floods', async () => {
  const server = await start(
    openpi((socket) => {
      const flood = () => {
        for (let i = 0; i < 20; i++) socket.send(Buffer.alloc(2 ** 20));
        if (socket.readyState === socket.OPEN) setTimeout(flood, 5);
      };
      flood();
    }),
  );
  const policy = await openAt('openpi', server);
  const before = process.memoryUsage().rss;
  for (let i = 0; i < 10; i++) expect(await ask(policy)).toHaveProperty('code');
  // client and server live in this process: the server's own buffers count too
  expect((process.memoryUsage().rss - before) / 2 ** 20).toBeLessThan(600);
});
