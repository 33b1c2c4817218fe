import type { ActionChunk, Orientation } from '@plumb/contract';
import { average, difference } from './difference.ts';
import { expertError, type ProbeContext } from './probe-context.ts';
import type { ProbeResult } from './probe-result.ts';

const FLIPS: readonly Orientation[] = ['upright', 'flipped-vertical', 'flipped-horizontal', 'turned-180'];

/** Under which of the four flips does the policy err least against the expert? It should be the manifest's. */
export async function probeFlips(context: ProbeContext): Promise<ProbeResult> {
  const name = 'picture-flips';
  const { moments, questioner, policy, answers } = context;
  const { cameras } = policy.manifest;
  const unknown = (text: string): ProbeResult => ({ name, outcome: 'unknown', text, numbers: {} });
  const own = cameras[0]?.orientation;
  if (own === undefined) return unknown('The policy is shown no picture.');
  const known = moments.filter(({ expert }) => expert !== undefined);
  if (known.length === 0) return unknown('No expert for these tasks: nothing to compare with.');
  const numbers: Record<string, number> = {};
  const changes: number[] = [];
  for (const orientation of FLIPS) {
    const turned = { ...policy.manifest, cameras: cameras.map((camera) => ({ ...camera, orientation })) };
    const found: ActionChunk[] = [];
    for (const { observation } of known) found.push((await questioner.ask(observation, turned)).actions);
    numbers[orientation] = expertError(known, found)!;
    if (orientation !== own)
      changes.push(
        average(known.map((moment, i) => difference(found[i]!, answers[moments.indexOf(moment)]!))),
      );
  }
  if (Math.max(...changes) <= 3 * context.noise + 1e-6)
    return {
      ...unknown(
        'The action is the same however the picture is turned, so nothing tells which way is right.',
      ),
      outcome: 'fail',
      numbers,
    };
  const best = FLIPS.reduce((a, b) => (numbers[b]! < numbers[a]! ? b : a));
  const listed = FLIPS.map((orientation) => `${orientation} ${numbers[orientation]!.toFixed(3)}`).join(', ');
  const clearly = numbers[best]! < 0.9 * numbers[own]!;
  const text = clearly
    ? `The picture is turned wrongly for this policy: it errs least against the expert when it is ${best}, and is shown it ${own} (${listed}).`
    : `No flip is clearly better than ${own}, as it is shown (error against the expert: ${listed}).`;
  return { name, outcome: clearly ? 'fail' : best === own ? 'pass' : 'weak', text, numbers };
}
