import { PlumbError } from '@plumb/core';
import type { PolicySpec, RunSpec } from '@plumb/run';
import { DEFAULT_PHYSICS, PHYSICS, type PhysicsVersion, tasksOf } from '@plumb/world';
import { chooseProtocol, defaultProtocol, type ProtocolChanges } from '../protocol/choose-protocol.ts';

const LIMITS = {
  /** Two hundred times what any protocol has a task: a typing error, not a plan, and the plan is held in memory. */
  episodes: 10_000,
  /** A run's reader takes no longer episodes for whole ones (packages/run). */
  horizon: 100_000,
} as const;

/** What a user asks for; whatever is absent is the protocol's or Plumb's own. */
export interface RunRequest {
  readonly suite: string;
  /** Numbers in LIBERO's order. */
  readonly tasks?: readonly number[];
  /** From 0. */
  readonly shard?: { readonly index: number; readonly count: number };
  readonly protocol?: string;
  readonly changes: ProtocolChanges;
  readonly physics?: PhysicsVersion;
  /** Of the camera: 2 as LIBERO's policies saw it, 3 as MuJoCo 3.3.3 and later draws. */
  readonly look?: 2 | 3;
  /** Of Plumb. */
  readonly version: string;
}

/** Everything that decides over a run's episodes, each value with who said so. Throws `SUITE_UNKNOWN`, `TASK_UNKNOWN`, `PROTOCOL_UNKNOWN`, `EVAL_TOO_MUCH`. */
export function makeRunSpec(request: RunRequest, policy: PolicySpec): RunSpec {
  const all = tasksOf(request.suite).map(({ index }) => index);
  const tasks = [...new Set(request.tasks ?? all)].sort((a, b) => a - b);
  for (const task of tasks) if (!all.includes(task)) throw noTask(request.suite, task, all.length);
  const physics = PHYSICS[request.physics ?? DEFAULT_PHYSICS];
  const protocol =
    request.protocol === undefined
      ? ({ value: defaultProtocol(policy.name), from: 'default' } as const)
      : ({ value: request.protocol, from: 'given' } as const);
  const { changes } = request;
  for (const name of ['episodes', 'horizon'] as const)
    if ((changes[name] ?? 0) > LIMITS[name]) throw tooMuch(name, changes[name]!, LIMITS[name]);
  return {
    suite: request.suite,
    tasks: { value: tasks, from: request.tasks ? 'given' : 'default' },
    ...(request.shard && { shard: request.shard }),
    protocol: chooseProtocol(protocol, request.suite, policy, changes),
    policy,
    physics: { engine: physics.module, version: physics.release },
    look: request.look ?? 2,
    plumb: request.version,
  };
}

function noTask(suite: string, task: number, count: number): PlumbError {
  return new PlumbError({
    code: 'TASK_UNKNOWN',
    what: `There is no task ${suite}/${task}.`,
    why: `${suite} has ${count} tasks, 0 to ${count - 1}, in LIBERO's own order.`,
    remedy: 'Give other numbers to --tasks.',
  });
}

function tooMuch(name: 'episodes' | 'horizon', value: number, limit: number): PlumbError {
  return new PlumbError({
    code: 'EVAL_TOO_MUCH',
    what: `--${name} ${value} is more than ${limit}.`,
    why: `No protocol of LIBERO has more than ${name === 'episodes' ? '50 episodes a task' : '600 steps'}.`,
    remedy: 'Give a smaller number.',
  });
}
