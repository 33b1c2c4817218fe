import type { Manifest } from '@plumb/contract';
import type { ProtocolSettings, Setting } from '@plumb/run';
import { findProtocol, horizonOf, type ProtocolRow } from './protocols.ts';

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
  return policyName.startsWith('openpi:') ? 'openpi' : 'openvla';
}

/** A protocol's values with the user's over them, each saying whose it is. Throws `PROTOCOL_UNKNOWN`. */
export function chooseProtocol(
  name: Setting<string>,
  suite: string,
  manifest: Pick<Manifest, 'replan'>,
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
    replan: either(replanOf(row, manifest), changes.replan),
    episodes: either(row.episodes, changes.episodes),
    seed: either(row.seed, changes.seed),
    seeding: either(row.seeding, undefined),
  };
}

const replanOf = ({ replan }: ProtocolRow, manifest: Pick<Manifest, 'replan'>) =>
  replan === 'manifest' ? manifest.replan : replan;
