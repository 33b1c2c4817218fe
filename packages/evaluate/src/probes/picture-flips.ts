import type { ActionChunk, Orientation } from '@plumb/contract';
import type { ProbeResult } from '@plumb/run';
import { average, difference } from './difference.ts';
import { expertError, isWithinNoise, type ProbeContext, stillError } from './probe-context.ts';

const FLIPS: readonly Orientation[] = ['upright', 'flipped-vertical', 'flipped-horizontal', 'turned-180'];

/** A healthy policy errs 0.2 times as much as under any other flip, and as standing still; an untrained one about as much. */
const CLEARLY = 0.8;

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
  if (isWithinNoise(Math.max(...changes), context))
    return {
      ...unknown(
        'The action is the same however the picture is turned, so nothing tells which way is right.',
      ),
      outcome: 'fail',
      numbers,
    };
  const best = FLIPS.reduce((a, b) => (numbers[b]! < numbers[a]! ? b : a));
  const listed = FLIPS.map((orientation) => `${orientation} ${numbers[orientation]!.toFixed(3)}`).join(', ');
  const still = stillError(known)!;
  // what knows nothing of the task errs a little less under one flip than under another, too
  const clearly = numbers[best]! < CLEARLY * Math.min(numbers[own]!, still);
  const text = clearly
    ? `The picture is turned wrongly for this policy: it errs least against the expert when it is ${best}, and is shown it ${own} (${listed}).`
    : `No flip is clearly better than ${own}, as it is shown (error against the expert: ${listed}; of standing still ${still.toFixed(3)}).`;
  return { name, outcome: clearly ? 'fail' : best === own ? 'pass' : 'weak', text, numbers };
}
