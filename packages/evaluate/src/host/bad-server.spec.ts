import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openPolicy } from '@plumb/policy';
import { expect, onTestFinished, test } from 'vitest';
import { evaluateIn, specFolder, specOf, specRequest } from '../testing/spec-evaluation.ts';

const GOOD = JSON.stringify([0.1, 0, 0, 0, 0, 0, 1]);
/** Larger than any answer may be. */
const FLOOD = Buffer.alloc(70_000_000, ' ');

/** What a server does with one question after another, and the error that its episode keeps. */
const MISDEEDS: [name: string, answer: (response: ServerResponse) => void, code: string | undefined][] = [
  // no JSON, though Python's json writes it
  ['NaN', (response) => response.end('[NaN, 0, 0, 0, 0, 0, 1]'), 'POLICY_ANSWER_MALFORMED'],
  ['too few numbers', (response) => response.end('[0, 0, 0, 0, 0, 1]'), 'ACTION_SIZE'],
  ['an error with status 200', (response) => response.end('"error"'), 'POLICY_SERVER_ERROR'],
  ['an answer', (response) => response.end(GOOD), undefined],
  [
    'a cut in the middle',
    (response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('[0.1, 0,');
      setTimeout(() => response.destroy(), 20);
    },
    'POLICY_CLOSED',
  ],
  ['nothing', () => {}, 'POLICY_TIMEOUT'],
  ['another answer', (response) => response.end(GOOD), undefined],
  ['a text', (response) => response.writeHead(500).end('<h1>Internal Error</h1>'), 'POLICY_SERVER_ERROR'],
  ['a flood', (response) => response.end(FLOOD), 'POLICY_ANSWER_TOO_LARGE'],
];

test('each misdeed of a server is the error of its own episode', async () => {
  let asked = 0;
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      const misdeed = request.url === '/act' ? MISDEEDS[asked++] : undefined;
      response.setHeader('content-type', 'application/json');
      if (misdeed) misdeed[1](response);
      else response.end(GOOD);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const policy = await openPolicy(`openvla+http://127.0.0.1:${port}`, {
    timeouts: { answer: 3000, firstAnswer: 3000, attempts: 1 },
  });
  const changes = { episodes: MISDEEDS.length, horizon: 1, settleSteps: 0 };
  const spec = specOf(policy, specRequest({ tasks: [3], changes }));
  const { end, episodes } = await evaluateIn(specFolder(), spec, policy);
  await policy.close();
  expect(end).toBe('finished');
  expect(episodes.map(({ firstError }) => firstError?.code)).toEqual(MISDEEDS.map(([, , code]) => code));
  // what may pass was tried again, and what came then counts
  const mended = ['a cut in the middle', 'nothing', 'an answer', 'another answer'];
  expect(episodes.map(({ status }) => status)).toEqual(
    MISDEEDS.map(([name]) => (mended.includes(name) ? 'failure' : 'error')),
  );
});
