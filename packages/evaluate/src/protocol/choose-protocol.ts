import type { PolicySpec, ProtocolSettings, Setting } from '@plumb/run';
import { findProtocol, horizonOf } from './protocols.ts';

/** What a user may set over a protocol. */
export interface ProtocolChanges {
  readonly settleSteps?: number;
  readonly horizon?: number;
  readonly replan?: number;
  readonly episodes?: number;
  readonly seed?: number;
}

/** The protocol of a policy's own family, where it has one; else OpenVLA's, which most published figures follow. */
export function defaultProtocol(policyName: string): string {
  const kind = policyName.split(':')[0]!;
  return kind.startsWith('openpi') ? 'openpi' : kind === 'atlas' ? 'atlas-later' : 'openvla';
}

/** A protocol's values with the user's over them, each saying whose it is. Throws `PROTOCOL_UNKNOWN`. */
export function chooseProtocol(
  name: Setting<string>,
  suite: string,
  policy: Pick<PolicySpec, 'manifest' | 'overrides'>,
  changes: ProtocolChanges,
): ProtocolSettings {
  const row = findProtocol(name.value);
  const either = <T>(value: T, given: T | undefined): Setting<T> =>
    given === undefined ? { value, from: 'default' } : { value: given, from: 'given' };
  return {
    name,
    settleSteps: either(row.settleSteps, changes.settleSteps),
    settleAction: either(row.settleAction, undefined),
    horizon: either(horizonOf(row, suite), changes.horizon),
    replan: either(
      row.replan === 'manifest' ? policy.manifest.replan : row.replan,
      // one that was written into the manifest is the user's as well
      changes.replan ?? ('replan' in policy.overrides ? policy.manifest.replan : undefined),
    ),
    episodes: either(row.episodes, changes.episodes),
    seed: either(row.seed, changes.seed),
    seeding: either(row.seeding, undefined),
  };
}
