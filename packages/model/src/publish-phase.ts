import { channel } from 'node:diagnostics_channel';

/** One thing that has to be done before the first action. Published where somebody listens, else neither timed nor kept. */
export interface Phase {
  readonly name: string;
  /** Wall time, milliseconds. */
  readonly ms: number;
  /** CPU time of the whole process meanwhile, milliseconds. */
  readonly cpuMs: number;
}

/** For `bench/model/first-action.mjs`, or whoever wants to know where the time goes. */
const PHASES = channel('plumb:model:phase');

/** Does `work`, and tells how long it took. A phase that fails is not published. */
export async function publishPhase<T>(name: string, work: () => T | Promise<T>): Promise<T> {
  if (!PHASES.hasSubscribers) return work();
  const started = performance.now();
  const before = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(before);
  PHASES.publish({
    name,
    ms: performance.now() - started,
    cpuMs: (user + system) / 1000,
  } satisfies Phase);
  return result;
}
