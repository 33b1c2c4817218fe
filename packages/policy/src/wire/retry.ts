import { setTimeout as sleep } from 'node:timers/promises';
import { cancelled, isLost } from './policy-errors.ts';

/** Milliseconds before the second attempt; doubled for every further one. */
const FIRST_WAIT = 250;

/** Tries again where the server was away (`isLost`), with growing waits. The last error is thrown as it was. */
export async function retryLost<T>(
  server: string,
  attempts: number,
  attempt: () => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  for (let made = 1; ; made++) {
    try {
      return await attempt();
    } catch (error) {
      if (made >= attempts || !isLost(error)) throw error;
    }
    try {
      await sleep(FIRST_WAIT * 2 ** (made - 1), undefined, { ...(signal === undefined ? {} : { signal }) });
    } catch {
      throw cancelled(server);
    }
  }
}
