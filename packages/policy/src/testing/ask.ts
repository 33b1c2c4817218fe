import type { PlumbError } from '@plumb/core';
import { afterEach } from 'vitest';
import { openPolicy } from '../open/open-policy.ts';
import type { Policy, PolicyAnswer } from '../policy.ts';
import { float64Array, type NumpyArray } from '../wire/numpy-array.ts';
import { type Behaviour, startServer, type TestServer } from './misbehaving-server.ts';
import { requestFor } from './request.ts';

/** Milliseconds: as short as a busy machine allows. */
export const TIMEOUTS = { connect: 2000, firstAnswer: 1500, answer: 1500, attempts: 2 };

const open: { close(): unknown }[] = [];

/** For specs: closes what `start` and `openAt` opened after each test. */
export function closeAfterEach(): void {
  afterEach(async () => {
    for (const thing of open.splice(0).reverse()) await thing.close();
  });
}

export async function start(behaviour: Behaviour): Promise<TestServer> {
  const server = await startServer(behaviour);
  open.push(server);
  return server;
}

/** @param kind as before the `://` of an address. */
export async function openAt(
  kind: string,
  server: { readonly port: number },
  timeouts = TIMEOUTS,
): Promise<Policy> {
  const policy = await openPolicy(`${kind}://127.0.0.1:${server.port}`, { timeouts });
  open.push(policy);
  return policy;
}

export async function ask(
  policy: Policy,
  episode = 'a',
  signal?: AbortSignal,
): Promise<PolicyAnswer | PlumbError> {
  return (await policy.act([requestFor(policy.manifest, episode)], signal))[0]!;
}

export function zeros(n: number, size = 7): NumpyArray {
  return float64Array([n, size], new Float64Array(n * size));
}
