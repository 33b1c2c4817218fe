import type { RunSession, RunSpec } from './run-spec.ts';

/** What runs a sitting, as far as that can move an episode: another one may end a power or a sine in another bit. */
export interface RunEnvironment {
  /** Version of Plumb. */
  readonly plumb: string;
  /** `20.19.0`; Node's arithmetic changes with its first number only. */
  readonly node: string;
  /** `linux-x64`; absent where a run was begun before this was recorded. */
  readonly platform?: string;
}

/** Scored episodes that stand in a run, by what ran them. */
export interface EnvironmentShare extends RunEnvironment {
  /** Absent where a run was begun before this was recorded. */
  readonly episodes?: number;
}

/** What runs this process. */
export function thisEnvironment(plumb: string): Required<RunEnvironment> {
  return { plumb, node: process.versions.node, platform: `${process.platform}-${process.arch}` };
}

/** `Plumb 0.1.0, Node 20, linux-x64`. */
export function describeEnvironment({ plumb, node, platform }: RunEnvironment): string {
  return [`Plumb ${plumb}`, `Node ${majorOf(node)}`, ...(platform ? [platform] : [])].join(', ');
}

/** Every environment that left a score in a run, in order; more than one makes it a mixed run. */
export function environmentsOf(run: {
  readonly spec: RunSpec;
  readonly sessions: readonly RunSession[];
}): EnvironmentShare[] {
  const shares: EnvironmentShare[] = [];
  for (const { plumb = run.spec.plumb, node, platform, episodes } of run.sessions) {
    if (episodes === 0) continue;
    const share = { plumb, node, ...(platform && { platform }), ...(episodes !== undefined && { episodes }) };
    const at = shares.findIndex((other) => isAlike(other, share));
    if (at < 0) shares.push(share);
    else shares[at] = { ...shares[at]!, ...added(shares[at]!, share) };
  }
  return shares;
}

/** Whether two give the same episodes, as far as is recorded of them. */
export function isAlike(a: RunEnvironment, b: RunEnvironment): boolean {
  return (
    a.plumb === b.plumb &&
    majorOf(a.node) === majorOf(b.node) &&
    (a.platform === undefined || b.platform === undefined || a.platform === b.platform)
  );
}

function added({ episodes: a }: EnvironmentShare, { episodes: b }: EnvironmentShare) {
  return a === undefined || b === undefined ? {} : { episodes: a + b };
}

const majorOf = (version: string) => version.split('.')[0]!;
