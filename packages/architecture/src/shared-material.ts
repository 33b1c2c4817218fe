import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** For specs: the folder with the incident, beside the repository unless PLUMB_SHARED names another. */
export const sharedFolder =
  process.env.PLUMB_SHARED ?? fileURLToPath(new URL('../../../../shared', import.meta.url));

export const withoutShared = !existsSync(`${sharedFolder}/incident/state_dict.json`);

/** To be appended to a test's name, so that a skip says why. */
export const needsShared = withoutShared ? ' (SKIPPED: no ../shared, set PLUMB_SHARED)' : '';

/** Names, shapes and order of the incident's checkpoints, as `[name, [dtype, shape]]` in JSON. */
export function readStateDict(path: string): { name: string; shape: readonly number[] }[] {
  const saved = JSON.parse(readFileSync(`${sharedFolder}/${path}`, 'utf8')) as Record<
    string,
    [string, number[]]
  >;
  return Object.entries(saved).map(([name, [, shape]]) => ({ name, shape }));
}
