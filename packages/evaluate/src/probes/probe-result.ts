import type { Evidence } from '@plumb/contract';

/** `weak`: there, but much less than a policy at work shows. `unknown`: could not be asked, and why. */
export type ProbeOutcome = 'pass' | 'weak' | 'fail' | 'unknown';

/** What one experiment on a policy found. */
export interface ProbeResult {
  /** As the file is named: `image-dependence`. */
  readonly name: string;
  readonly outcome: ProbeOutcome;
  /** One or two sentences, figures included. */
  readonly text: string;
  /** Action units are LIBERO's, times milliseconds, unless the name says otherwise. */
  readonly numbers: Readonly<Record<string, number>>;
}

/** A result as a fact with its place. */
export function evidenceOf(policy: string, { name, text }: ProbeResult): Evidence {
  return { kind: 'probe', place: `${policy}#${name}`, text };
}
