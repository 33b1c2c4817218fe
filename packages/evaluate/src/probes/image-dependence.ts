import type { Image, Observation } from '@plumb/contract';
import { seededRandom } from '@plumb/core';
import type { ProbeResult } from '@plumb/run';
import { average, difference } from './difference.ts';
import {
  besideExpert,
  besideNoise,
  isWithinNoise,
  judgeChange,
  measuresOf,
  type ProbeContext,
} from './probe-context.ts';

type Replace = (image: Image, camera: string, moment: number) => Image;

/** Does the action depend on the pictures: noise, black, those of another scene; and each camera alone. */
export async function probeImages(context: ProbeContext): Promise<ProbeResult> {
  const { moments, questioner, policy } = context;
  const cameras = policy.manifest.cameras.map(({ camera }) => camera);
  const name = 'image-dependence';
  if (cameras.length === 0)
    return { name, outcome: 'unknown', text: 'The policy is shown no picture.', numbers: {} };
  const random = seededRandom(1);
  const noise: Replace = (image) => ({ ...image, data: image.data.map(() => Math.floor(256 * random())) });
  const black: Replace = (image) => ({ ...image, data: new Uint8Array(image.data.length) });
  const others = (moment: number) =>
    moments.find(({ task }) => task !== moments[moment]!.task) ?? moments[0]!;
  const scene: Replace = (_image, camera, moment) => others(moment).observation.images[camera]!;
  const change = async (replace: Replace, which: readonly string[]) => {
    const changes: number[] = [];
    for (const [i, { observation }] of moments.entries()) {
      const { actions } = await questioner.ask(withImages(observation, which, i, replace));
      changes.push(difference(context.answers[i]!, actions));
    }
    return average(changes);
  };
  const changes: Record<string, number> = {
    noise: await change(noise, cameras),
    black: await change(black, cameras),
    'other-scene': await change(scene, cameras),
  };
  if (cameras.length > 1)
    for (const camera of cameras) changes[`noise:${camera}`] = await change(noise, [camera]);
  const most = Math.max(changes.noise!, changes.black!, changes['other-scene']!);
  const outcome = judgeChange(most, changes['other-scene']!, context);
  const alone = cameras.flatMap((camera) => {
    const value = changes[`noise:${camera}`];
    return value === undefined ? [] : [`, in ${camera} alone ${value.toFixed(4)}`];
  });
  const blind = cameras.filter((camera) => isWithinNoise(changes[`noise:${camera}`] ?? 1, context));
  const text =
    outcome === 'fail'
      ? `The action does not depend on the image: noise, black or another scene in its place change it by ${most.toExponential(1)}.${besideNoise(context)}`
      : `The action depends ${outcome === 'weak' ? 'weakly on the image' : 'on the image'}: another scene changes it by ${besideExpert(changes['other-scene']!, 'image', context)}; black ${changes.black!.toFixed(4)}, noise ${changes.noise!.toFixed(4)}${alone.join('')}.${besideNoise(context)}${blind.length > 0 ? ` It does not depend on ${blind.join(', ')}.` : ''}`;
  return { name, outcome, text, numbers: { ...changes, ...measuresOf(context) } };
}

function withImages(
  observation: Observation,
  cameras: readonly string[],
  moment: number,
  replace: Replace,
): Observation {
  const images = Object.entries(observation.images).map(([camera, image]) => [
    camera,
    cameras.includes(camera) ? replace(image, camera, moment) : image,
  ]);
  return { ...observation, images: Object.fromEntries(images) };
}
