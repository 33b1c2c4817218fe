import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { PlumbError } from '@plumb/core';
import { makeRunSpec } from '@plumb/evaluate';
import { openRun, type PolicySpec, type RunSpec } from '@plumb/run';
import { DESK_SUITE } from '@plumb/world';
import { policyDifferences } from '../eval/policy-of-run.ts';
import { readVersion } from '../read-version.ts';

/** The run that `--run` names: what was asked of it before, where it is one already. */
export interface GivenRun {
  readonly folder: string;
  readonly spec: RunSpec | undefined;
}

/** Throws what opening a run throws. */
export function findGivenRun(path: string): GivenRun {
  const folder = basename(path) === 'run.db' ? dirname(path) : path;
  if (!existsSync(join(folder, 'run.db'))) return { folder, spec: undefined };
  const opened = openRun(folder);
  opened.close();
  return { folder, spec: opened.spec };
}

export interface ProbeWish {
  readonly suite: string | undefined;
  readonly horizon: number | undefined;
}

/** How the policy is asked: as the run's episodes are run, unless it is asked in other tasks. */
export function askedSpec(run: GivenRun | undefined, policy: PolicySpec, wish: ProbeWish): RunSpec {
  const suite = wish.suite ?? run?.spec?.suite ?? DESK_SUITE;
  const changes = wish.horizon === undefined ? {} : { horizon: wish.horizon };
  if (run?.spec?.suite !== suite) return makeRunSpec({ suite, changes, version: readVersion() }, policy);
  const { protocol } = run.spec;
  const horizon =
    wish.horizon === undefined ? protocol.horizon : { value: wish.horizon, from: 'given' as const };
  return { ...run.spec, protocol: { ...protocol, horizon } };
}

/** Throws `RUN_OTHER_POLICY` where the run was begun with another policy than the one that answers now. */
export function assertPolicyOfRun({ folder, spec }: GivenRun, policy: PolicySpec): void {
  const differences = spec ? policyDifferences(spec.policy, policy) : [];
  if (differences.length === 0) return;
  throw new PlumbError({
    code: 'RUN_OTHER_POLICY',
    what: `The policy is not the one of ${folder}: ${differences.slice(0, 5).join('; ')}.`,
    why: 'What is found of one policy says nothing about the episodes of another.',
    remedy: `Leave the policy out to ask the run's own (plumb debug --run ${folder}), or give another folder to --run.`,
  });
}
