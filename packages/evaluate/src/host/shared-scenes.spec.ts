import { createHash } from 'node:crypto';
import { FAMILIES, type Policy, type PolicyRequest } from '@plumb/policy';
import { expect, test } from 'vitest';
import {
  comparable,
  evaluateIn,
  specFolder,
  specOf,
  specRequest,
  statePolicy,
} from '../testing/spec-evaluation.ts';
import type { Evaluation } from './evaluation.ts';

/** Notes what it is shown, and acts by it: a pixel that differs anywhere changes everything after it. */
function seeingPolicy(shown: Map<string, string>): Policy {
  const act = async ({ episode, step, observation: { images } }: PolicyRequest) => {
    const hash = createHash('sha256');
    for (const { data } of Object.values(images)) hash.update(data);
    const digest = hash.digest();
    shown.set(`${episode} ${step}`, digest.toString('hex'));
    const action = Float64Array.from({ length: 7 }, (_, i) => digest[i]! / 127.5 - 1);
    return { actions: [action, action] };
  };
  const blind = statePolicy(act);
  return { ...blind, manifest: { ...FAMILIES.plain, name: 'spec', chunk: 2, replan: 2 } };
}

const request = specRequest({ tasks: [0], changes: { episodes: 4, horizon: 6, settleSteps: 0 } });

test('workers that draw from one scene show what a lone one shows, though the one that packed it dies', async () => {
  const alone = new Map<string, string>();
  const policy = seeingPolicy(alone);
  const { end, episodes } = await evaluateIn(specFolder(), specOf(policy, request), policy);
  expect(end).toBe('finished');
  expect(new Set(alone.values()).size).toBe(12);

  const together = new Map<string, string>();
  const seeing = seeingPolicy(together);
  let evaluation: Evaluation;
  let killed = false;
  const shared = await evaluateIn(
    specFolder(),
    specOf(seeing, request),
    seeing,
    {
      workers: 2,
      onEvent: (event) => {
        if (event.type !== 'step' || event.step !== 3 || killed) return;
        killed = true;
        void evaluation.killWorker(0);
      },
    },
    (started) => {
      evaluation = started;
    },
  );
  expect(killed).toBe(true);
  expect(comparable(shared.episodes)).toEqual(comparable(episodes));
  expect(together).toEqual(alone);
}, 60_000);
