import { expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import type { PolicyAnswer } from '../policy.ts';
import { ask, closeAfterEach, openAt, start, TIMEOUTS, zeros } from '../testing/ask.ts';
import { type Behaviour, startServer } from '../testing/misbehaving-server.ts';
import { requestFor } from '../testing/request.ts';
import { encodeMessage, OPENPI_ARRAYS } from '../wire/msgpack.ts';
import { float64Array } from '../wire/numpy-array.ts';

closeAfterEach();

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
    const times = code === 'POLICY_CLOSED' ? TIMEOUTS.attempts : 1;
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
  expect(performance.now() - started).toBeLessThan(TIMEOUTS.answer);
  expect(await ask(policy, 'a', AbortSignal.abort())).toMatchObject({ code: 'POLICY_CANCELLED' });
});

test('a server that comes up while it is waited for is found', async () => {
  const probe = await startServer({});
  await probe.close();
  setTimeout(() => void start({ ...openpi((socket) => socket.send(good)), port: probe.port }), 150);
  const policy = await openAt('openpi', probe, { ...TIMEOUTS, attempts: 6 });
  expect(await ask(policy)).toHaveProperty('actions');
});

test('the key goes into the header of every connection', async () => {
  process.env.PLUMB_POLICY_KEY = 's3cret';
  const seen: (string | undefined)[] = [];
  const behaviour = openpi((socket) => socket.send(good));
  try {
    const server = await start({
      connected: (socket, raw, visit, request) => {
        seen.push(request.headers.authorization);
        behaviour.connected!(socket, raw, visit, request);
      },
    });
    const policy = await openAt('openpi', server);
    await policy.act(['a', 'b'].map((episode) => requestFor(policy.manifest, episode)));
    expect(seen).toEqual(['Api-Key s3cret', 'Api-Key s3cret']);
  } finally {
    delete process.env.PLUMB_POLICY_KEY;
  }
});

test('a server that wants a key says so', async () => {
  await expect(openAt('openpi', await start({}))).rejects.toMatchObject({ code: 'POLICY_UNAUTHORISED' });
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
