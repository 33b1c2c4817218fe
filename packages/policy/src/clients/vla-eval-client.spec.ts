import { expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import { ask, closeAfterEach, openAt, start } from '../testing/ask.ts';
import type { Behaviour } from '../testing/misbehaving-server.ts';
import { float64Array } from '../wire/numpy-array.ts';
import { decodeVlaEval, encodeVlaEval } from '../wire/vla-eval-messages.ts';

closeAfterEach();

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
