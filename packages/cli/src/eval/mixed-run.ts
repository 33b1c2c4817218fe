import { PlumbError } from '@plumb/core';
import {
  describeEnvironment,
  type EnvironmentShare,
  environmentsOf,
  isAlike,
  type Run,
  thisEnvironment,
} from '@plumb/run';
import { readVersion } from '../read-version.ts';

/** What scored episodes of a run, and may give others than this process would. */
export function othersIn(run: Pick<Run, 'spec' | 'sessions'>): EnvironmentShare[] {
  const here = thisEnvironment(readVersion());
  return environmentsOf(run).filter((share) => !isAlike(share, here));
}

/** `RESUME_CHANGED`, for a run that others scored. */
export function refuseMixture(path: string, others: readonly EnvironmentShare[]): PlumbError {
  const here = describeEnvironment(thisEnvironment(readVersion()));
  return new PlumbError({
    code: 'RESUME_CHANGED',
    what: `${path} was run by ${others.map(describeEnvironment).join(' and by ')}; this is ${here}.`,
    why: 'A resumed run is to equal an undisturbed one, episode by episode, and another Plumb, Node or machine may end an episode otherwise.',
    remedy:
      'Go on with what it was begun with, or begin another run with --out. To mix them all the same: --mixed; plumb show names what scored how many episodes.',
  });
}

/** `4 episodes by Plumb 0.1.0, Node 20, linux-x64; 2 by …`; undefined where one scored them all. */
export function describeMixture(run: Pick<Run, 'spec' | 'sessions'>): string | undefined {
  const shares = environmentsOf(run);
  if (shares.length < 2) return undefined;
  return shares.map((share) => `${share.episodes ?? 'some'} by ${describeEnvironment(share)}`).join('; ');
}
