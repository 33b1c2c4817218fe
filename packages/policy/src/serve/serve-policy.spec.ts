import { PlumbError } from '@plumb/core';
import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { FAMILIES } from '../manifest/families.ts';
import { openPolicy } from '../open/open-policy.ts';
import type { Policy, PolicyAnswer, PolicyRequest } from '../policy.ts';
import { requestFor } from '../testing/request.ts';
import { type ServeOptions, type ServerEvent, servePolicy } from './serve-policy.ts';

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing.close();
});

/** Answers from what it is shown, and remembers who asked. */
function echo(changes: Partial<Policy> = {}, n = 8): Policy & { readonly asked: PolicyRequest[] } {
  const asked: PolicyRequest[] = [];
  return {
    name: 'echo',
    manifest: FAMILIES.openpi,
    overrides: {},
    description: { checkpoint: 'none' },
    maxBatch: 1,
    maxParallel: 4,
    asked,
    act: async (requests) =>
      requests.map((request): PolicyAnswer => {
        asked.push(request);
        const sum = request.observation.state.reduce((total, value) => total + value, 0);
        return {
          actions: Array.from({ length: n }, (_, i) => Float64Array.of(sum / 10, i / 100, 0, 0, 0, 0, 0.25)),
        };
      }),
    close: async () => {},
    ...changes,
  };
}

async function serve(policy: Policy, options: Partial<ServeOptions> = {}): Promise<number> {
  const server = await servePolicy(policy, { host: '127.0.0.1', port: 0, protocol: 'openpi', ...options });
  open.push(server);
  return server.port;
}

async function connect(address: string, manifest: readonly string[] = []): Promise<Policy> {
  const policy = await openPolicy(address, { manifest, timeouts: { attempts: 1 } });
  open.push(policy);
  return policy;
}

async function ask(policy: Policy, request = requestFor(policy.manifest)): Promise<PolicyAnswer> {
  const [answer] = await policy.act([request]);
  if (answer instanceof PlumbError) throw answer;
  return answer!;
}

test('openpi: a policy is the same through the protocol as without it', async () => {
  const policy = echo();
  const client = await connect(`openpi://127.0.0.1:${await serve(policy)}`);
  expect(client.description).toMatchObject({
    metadata: { server: 'plumb', policy: 'echo', manifest: { replan: 5 } },
  });
  const request = requestFor(client.manifest);
  const direct = await ask(policy, request);
  const through = await ask(client, request);
  expect(through.actions).toEqual(direct.actions);
  const [before, after] = policy.asked;
  expect(after!.observation.state).toEqual(before!.observation.state);
  expect(after!.observation.instruction).toBe(before!.observation.instruction);
  for (const [camera, image] of Object.entries(before!.observation.images))
    expect(Buffer.compare(after!.observation.images[camera]!.data, image.data)).toBe(0);
});

test('vla-eval: HELLO asks for what the manifest wants, and the chunk is handed out one by one', async () => {
  const policy = echo({ manifest: { ...FAMILIES.plain, replan: 3 } });
  const client = await connect(`vla-eval://127.0.0.1:${await serve(policy)}/vla-eval`);
  expect(client.manifest).toMatchObject({
    cameras: [{ camera: 'agentview' }, { camera: 'robot0_eye_in_hand' }],
    state: FAMILIES.plain.state,
    antipodes: 'as-is',
  });
  const places: number[] = [];
  for (const episode of ['a', 'b']) {
    await client.startEpisode!(episode, 'put the bowl on the plate');
    for (let step = 0; step < 5; step++) {
      const { actions } = await ask(client, requestFor(client.manifest, episode, step));
      expect(actions).toHaveLength(1);
      places.push(actions[0]![1]!);
    }
    await client.endEpisode!(episode, true);
  }
  expect(places).toEqual([0, 0.01, 0.02, 0, 0.01, 0, 0.01, 0.02, 0, 0.01]);
  // the step that a question belongs to, and an episode of its own each
  expect(policy.asked.map(({ step }) => step)).toEqual([0, 3, 0, 3]);
  expect(new Set(policy.asked.map(({ episode }) => episode)).size).toBe(2);
});

test('a bridge: OpenVLA’s conventions inside, LIBERO’s outside', async () => {
  const policy = echo({ manifest: FAMILIES.openvla }, 1);
  const client = await connect(`openpi://127.0.0.1:${await serve(policy)}`, [
    'family=plain',
    'cameras=agentview',
  ]);
  const { actions } = await ask(client);
  // 0.25 is nearly closed in RLDS: 2x - 1, sign, inverted
  expect(actions[0]![6]).toBe(1);
  const { images, state } = policy.asked[0]!.observation;
  expect(images.agentview).toMatchObject({ width: 224, height: 224, orientation: 'flipped-horizontal' });
  expect(state).toHaveLength(0);
  const direct = requestFor(FAMILIES.openvla).observation;
  expect(Buffer.compare(images.agentview!.data, direct.images.agentview!.data)).toBe(0);
});

test('a bridge over a bridge over a bridge still answers what the policy answered', async () => {
  const policy = echo({ manifest: FAMILIES.plain });
  const inner = await connect(`openpi://127.0.0.1:${await serve(policy)}`, ['family=plain']);
  const middle = await connect(`openpi://127.0.0.1:${await serve(inner)}`, ['family=plain']);
  const outer = await connect(`openpi://127.0.0.1:${await serve(middle)}`, ['family=plain']);
  const request = requestFor(FAMILIES.plain);
  expect((await ask(outer, request)).actions).toEqual((await ask(policy, request)).actions);
});

test('what the client lacks is told, and the next connection is served', async () => {
  const failed: unknown[] = [];
  const onEvent = (event: ServerEvent) => event.kind === 'failed' && failed.push(event.error);
  const port = await serve(echo(), { onEvent });
  const blind = await connect(`openpi://127.0.0.1:${port}`, ['cameras=agentview']);
  await expect(ask(blind)).rejects.toMatchObject({
    code: 'POLICY_SERVER_ERROR',
    what: expect.stringContaining('"observation/wrist_image" is missing'),
  });
  const stateless = await connect(`openpi://127.0.0.1:${port}`, ['state=eef-position']);
  await expect(ask(stateless)).rejects.toMatchObject({
    what: expect.stringContaining('3 numbers instead of 8'),
  });
  expect((await ask(await connect(`openpi://127.0.0.1:${port}`))).actions).toHaveLength(8);
  expect(failed).toMatchObject([{ code: 'OBSERVATION_IMAGE' }, { code: 'OBSERVATION_STATE' }]);
});

test('vla-eval: an error leaves the session open', async () => {
  let asked = 0;
  const failing = echo({
    act: async (requests) =>
      requests.map(() =>
        asked++ === 0
          ? new PlumbError({ code: 'X', what: 'broken', why: '', remedy: '' })
          : { actions: [new Float64Array(7)] },
      ),
  });
  const socket = await connectRaw(`ws://127.0.0.1:${await serve(failing)}/vla-eval`);
  const { encodeVlaEval, decodeVlaEval } = await import('../wire/vla-eval-messages.ts');
  const { imageArray } = await import('../clients/openpi-client.ts');
  const { float64Array } = await import('../wire/numpy-array.ts');
  const { observation } = requestFor(FAMILIES.plain);
  const [agentview, wrist] = Object.values(observation.images).map(imageArray);
  const payload = {
    images: { agentview, wrist },
    states: float64Array([8], observation.state),
    task_description: '',
  };
  const exchange = async (seq: number) => {
    socket.send(encodeVlaEval({ type: 'observation', payload, seq }));
    return decodeVlaEval(await new Promise<Buffer>((resolve) => socket.once('message', resolve)));
  };
  expect(await exchange(4)).toMatchObject({
    type: 'error',
    seq: 4,
    payload: { error: expect.stringContaining('broken') },
  });
  expect(await exchange(5)).toMatchObject({ type: 'action', seq: 5 });
});

test('a policy that keeps state hears of episodes: a connection of openpi’s is one', async () => {
  const heard: string[] = [];
  const policy = echo({
    startEpisode: async (episode, instruction) => void heard.push(`start ${episode}: ${instruction}`),
    endEpisode: async (episode) => void heard.push(`end ${episode}`),
  });
  const port = await serve(policy);
  for (let i = 0; i < 2; i++) {
    const client = await connect(`openpi://127.0.0.1:${port}`);
    await ask(client);
    await ask(client);
    await client.close();
    await expect.poll(() => heard.filter((line) => line.startsWith('end')).length).toBe(i + 1);
  }
  expect(heard).toEqual([
    'start client-1: put the bowl on the plate',
    'end client-1',
    'start client-2: put the bowl on the plate',
    'end client-2',
  ]);
});

test('no more questions at once than the policy takes', async () => {
  let now = 0;
  let most = 0;
  const slow = echo({
    maxParallel: 2,
    act: async (requests) => {
      now += requests.length;
      most = Math.max(most, now);
      await new Promise((resolve) => setTimeout(resolve, 30));
      now -= requests.length;
      return requests.map(() => ({ actions: [new Float64Array(7)] }));
    },
  });
  const client = await connect(`openpi://127.0.0.1:${await serve(slow)}`);
  const answers = await client.act(Array.from({ length: 8 }, (_, i) => requestFor(client.manifest, `e${i}`)));
  expect(answers.every((answer) => 'actions' in answer)).toBe(true);
  expect(most).toBe(2);
});

test('a client that goes takes its question with it', async () => {
  const seen: AbortSignal[] = [];
  const waiting = echo({
    act: (_requests, signal) =>
      new Promise((resolve) => {
        seen.push(signal!);
        signal!.addEventListener('abort', () => resolve([]));
      }),
  });
  const client = await connect(`openpi://127.0.0.1:${await serve(waiting)}`);
  await client.act([requestFor(client.manifest)], AbortSignal.timeout(300));
  await expect.poll(() => seen[0]?.aborted).toBe(true);
});

test('health is told on the port of the policy, other paths are none', async () => {
  const port = await serve(echo());
  const get = async (path: string) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`);
    return [response.status, await response.text()];
  };
  expect(await get('/healthz')).toEqual([200, 'OK\n']);
  expect(await get('/health')).toEqual([200, '{"status": "ok"}\n']);
  expect((await get('/act'))[0]).toBe(404);
  await expect(connectRaw(`ws://127.0.0.1:${port}/elsewhere`)).rejects.toThrow('404');
});

test('a port that is taken is an error with a remedy', async () => {
  const port = await serve(echo());
  await expect(serve(echo(), { port })).rejects.toMatchObject({
    code: 'SERVE_PORT',
    why: expect.stringContaining('listens'),
  });
});

function connectRaw(url: string): Promise<WebSocket> {
  const socket = new WebSocket(url);
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(socket));
    socket.once('error', reject);
  });
}

test('broken frames end a connection or are told, and the server goes on', async () => {
  const port = await serve(echo());
  let seed = 7;
  const random = (below: number) => {
    seed = (seed * 1103515245 + 12345) % 2 ** 31;
    return Math.floor((seed / 2 ** 31) * below);
  };
  for (let i = 0; i < 200; i++) {
    const socket = await connectRaw(`ws://127.0.0.1:${port}/${i % 2 === 0 ? 'openpi' : 'vla-eval'}`);
    socket.on('error', () => {});
    if (i % 10 === 0) socket.send('a text');
    socket.send(Buffer.from(Array.from({ length: random(60) }, () => random(256))));
    // some leave before they are answered
    if (i % 3 === 0) socket.terminate();
    else socket.close();
  }
  const client = await connect(`openpi://127.0.0.1:${port}`);
  expect((await ask(client)).actions).toHaveLength(8);
});
