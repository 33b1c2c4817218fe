import type { ChooseOptions } from '@plumb/evaluate';
import { differencesOf, type PolicySpec, type RunSpec } from '@plumb/run';

/** What has to be said to open the policy of a run as it was opened then. */
export function optionsOfRun({
  policy,
  protocol,
}: RunSpec): Pick<ChooseOptions, 'manifest' | 'seed' | 'unnormKey'> {
  const manifest = Object.entries(policy.overrides).map(
    ([key, value]) => `${key}=${[value].flat().join(',')}`,
  );
  const { unnormKey } = policy.description;
  return {
    manifest,
    ...(protocol.seed.from === 'given' && { seed: protocol.seed.value }),
    ...(typeof unnormKey === 'string' && { unnormKey }),
  };
}

/** Paths of what differs between the policy of a run and the one that answers now, with both values. */
export function policyDifferences(before: PolicySpec, now: PolicySpec): string[] {
  return differencesOf(identityOf(before), identityOf(now));
}

/** What tells one policy from another; what is said of it in sentences may be worded otherwise by another Plumb. */
function identityOf({ name, manifest, description }: PolicySpec): unknown {
  const { assumptions: _, oddities: __, ...facts } = description;
  // as it is stored
  return JSON.parse(JSON.stringify({ name, manifest, description: facts }));
}
