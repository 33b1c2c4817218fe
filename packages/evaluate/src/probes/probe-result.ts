import type { Evidence } from '@plumb/contract';
import type { ProbeResult } from '@plumb/run';

/** A result as a fact with its place. */
export function evidenceOf(policy: string, { name, text }: ProbeResult): Evidence {
  return { kind: 'probe', place: `${policy}#${name}`, text };
}
