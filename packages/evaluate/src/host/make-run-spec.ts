import { PlumbError } from '@plumb/core';
import type { PolicySpec, RunSpec } from '@plumb/run';
import { DEFAULT_PHYSICS, PHYSICS, type PhysicsVersion, tasksOf } from '@plumb/world';
import { chooseProtocol, defaultProtocol, type ProtocolChanges } from '../protocol/choose-protocol.ts';

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

/** Everything that decides over a run's episodes, each value with who said so. Throws `TASK_UNKNOWN`, `PROTOCOL_UNKNOWN`. */
export function makeRunSpec(request: RunRequest, policy: PolicySpec): RunSpec {
  const all = tasksOf(request.suite).map(({ index }) => index);
  const tasks = [...new Set(request.tasks ?? all)].sort((a, b) => a - b);
  for (const task of tasks) if (!all.includes(task)) throw noTask(request.suite, task, all.length);
  const physics = PHYSICS[request.physics ?? DEFAULT_PHYSICS];
  const protocol =
    request.protocol === undefined
      ? ({ value: defaultProtocol(policy.name), from: 'default' } as const)
      : ({ value: request.protocol, from: 'given' } as const);
  return {
    suite: request.suite,
    tasks: { value: tasks, from: request.tasks ? 'given' : 'default' },
    ...(request.shard && { shard: request.shard }),
    protocol: chooseProtocol(protocol, request.suite, policy, request.changes),
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
