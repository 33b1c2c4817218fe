import type { ActionChunk, CameraManifest, Orientation } from '@plumb/contract';
import type { ProbeResult } from '@plumb/run';
import { average, difference } from './difference.ts';
import type { Moment } from './moment.ts';
import { expertError, isWithinNoise, type ProbeContext, stillError } from './probe-context.ts';

/** A slow policy is asked at no more: each camera apart would take minutes. */
const FEW = 2;
const FLIPS: readonly Orientation[] = ['upright', 'flipped-vertical', 'flipped-horizontal', 'turned-180'];

/** A healthy policy errs 0.2 times as much as under any other flip, and as standing still; an untrained one about as much. */
const CLEARLY = 0.8;

/** Under which of the four flips does the policy err least against the expert? It should be the manifest's, of all cameras and of each. */
export async function probeFlips(context: ProbeContext): Promise<ProbeResult> {
  const name = 'picture-flips';
  const { cameras } = context.policy.manifest;
  const unknown = (text: string): ProbeResult => ({ name, outcome: 'unknown', text, numbers: {} });
  const own = cameras[0]?.orientation;
  if (own === undefined) return unknown('The policy is shown no picture.');
  const known = context.moments.filter(({ expert }) => expert !== undefined);
  if (known.length === 0) return unknown('No expert for these tasks: nothing to compare with.');
  const all = await turn(context, known, cameras);
  const still = stillError(known)!;
  if (isWithinNoise(Math.max(...all.changes), context)) {
    const text = 'The action is the same however the picture is turned, so nothing tells which way is right.';
    return { name, outcome: 'fail', text, numbers: all.errors };
  }
  const listed = `error against the expert: ${FLIPS.map((flip) => `${flip} ${all.errors[flip]!.toFixed(3)}`).join(', ')}; of standing still ${still.toFixed(3)}`;
  // cameras that differ by their manifest are never all shown as it says: each has to be asked apart
  const alike = cameras.every(({ orientation }) => orientation === own);
  if (alike && isWrong(all, still)) {
    const text = `The picture is turned wrongly for this policy: it errs least against the expert when it is ${all.best}, and is shown it ${own} (${listed}).`;
    return { name, outcome: 'fail', text, numbers: all.errors };
  }
  const numbers = { ...all.errors };
  const alone: string[] = [];
  for (const camera of cameras.length > 1 && known.length > FEW ? cameras : []) {
    const one = await turn(context, known, [camera]);
    for (const flip of FLIPS) numbers[`${camera.camera}:${flip}`] = one.errors[flip]!;
    if (isWrong(one, still))
      alone.push(
        `that of ${camera.camera} is turned wrongly: the policy errs least when it is ${one.best} (${one.errors[one.best]!.toFixed(3)}), and is shown it ${one.own} (${one.errors[one.own]!.toFixed(3)})`,
      );
  }
  if (alone.length > 0) {
    const text = `Of the pictures ${alone.join('; ')}.`;
    return { name, outcome: 'fail', text, numbers };
  }
  const text = `No flip is clearly better than ${own}, as it is shown (${listed}).`;
  return { name, outcome: !alike || all.best === own ? 'pass' : 'weak', text, numbers };
}

interface Turned {
  /** As the manifest has it. */
  readonly own: Orientation;
  readonly best: Orientation;
  readonly errors: Readonly<Record<string, number>>;
  /** Of the action by each of the other flips. */
  readonly changes: readonly number[];
}

/** Turns the pictures of some cameras every way, and leaves those of the others as they are. */
async function turn(
  { policy, questioner, moments, answers }: ProbeContext,
  known: readonly Moment[],
  turned: readonly CameraManifest[],
): Promise<Turned> {
  const own = turned[0]!.orientation;
  const given = known.map((moment) => answers[moments.indexOf(moment)]!);
  const errors: Record<string, number> = {};
  const changes: number[] = [];
  for (const orientation of FLIPS) {
    const cameras = policy.manifest.cameras.map((camera) =>
      turned.includes(camera) ? { ...camera, orientation } : camera,
    );
    const found: ActionChunk[] = [];
    for (const { observation } of known)
      found.push((await questioner.ask(observation, { ...policy.manifest, cameras })).actions);
    errors[orientation] = expertError(known, found)!;
    if (orientation !== own) changes.push(average(found.map((actions, i) => difference(actions, given[i]!))));
  }
  const best = FLIPS.reduce((a, b) => (errors[b]! < errors[a]! ? b : a));
  return { own, best, errors, changes };
}

/** What knows nothing of the task errs a little less under one flip than under another, too. */
function isWrong({ own, best, errors }: Turned, still: number): boolean {
  return errors[best]! < CLEARLY * Math.min(errors[own]!, still);
}
