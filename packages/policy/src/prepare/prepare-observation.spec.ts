import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Image, Manifest, Observation } from '@plumb/contract';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { FAMILIES } from '../manifest/families.ts';
import { type BandDigest, deviationFrom } from '../testing/band-digest.ts';
import { syntheticPicture } from '../testing/synthetic-picture.ts';
import { prepareObservation } from './prepare-observation.ts';

interface Recorded {
  readonly images: readonly BandDigest[];
  readonly resized?: readonly BandDigest[];
  readonly state?: readonly number[];
}
interface Fixture {
  readonly observations: readonly {
    readonly name: string;
    readonly position: readonly [number, number, number];
    readonly quaternion: readonly [number, number, number, number];
    readonly gripper: readonly [number, number];
    readonly drawn: readonly BandDigest[];
  }[];
  readonly families: Readonly<Record<string, readonly Recorded[]>>;
}

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8')) as Fixture;
const { observations, families } = read('prepared');
const recorded = { ...families, ...read('prepared-lerobot').families };
const shared = process.env.PLUMB_SHARED ?? fileURLToPath(new URL('../../../../../shared', import.meta.url));
const frames = join(shared, 'libero', 'reference');

const vlaEval = {
  ...FAMILIES['vla-eval'],
  cameras: FAMILIES.lerobot.cameras.map((camera) => ({
    ...FAMILIES.plain.cameras[0]!,
    camera: camera.camera,
  })),
  state: FAMILIES.plain.state,
} satisfies Manifest;
const small = { renderWidth: 256, renderHeight: 256, width: 256, height: 256 };
/** What each family's script was run with; lerobot's own 360 x 360 needs frames that were never drawn. */
const CASES: Record<string, Manifest> = {
  openvla: FAMILIES.openvla,
  'openvla-oft': FAMILIES['openvla-oft'],
  openpi: FAMILIES.openpi,
  'vla-eval': vlaEval,
  'vla-eval as-is': { ...vlaEval, antipodes: 'as-is' },
  lerobot: { ...FAMILIES.lerobot, cameras: FAMILIES.lerobot.cameras.map((c) => ({ ...c, ...small })) },
  atlas: FAMILIES.atlas,
};
async function pictureOf(index: number, camera: number): Promise<Image> {
  const { name } = observations[index]!;
  if (name.startsWith('synthetic')) return syntheticPicture(index + camera * 100);
  const file = join(
    frames,
    name.replace(/[^/]*$/, (frame) => `${camera === 0 ? 'agentview' : 'wrist'}_${frame}.png`),
  );
  const { data, info } = await sharp(file).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return {
    width: info.width,
    height: info.height,
    data: new Uint8Array(data),
    orientation: 'flipped-vertical',
  };
}

async function observationOf(index: number): Promise<Observation> {
  const { position, quaternion, gripper } = observations[index]!;
  return {
    images: { agentview: await pictureOf(index, 0), robot0_eye_in_hand: await pictureOf(index, 1) },
    eefPosition: position,
    eefRotation: { form: 'quaternion-xyzw', value: quaternion },
    gripperPositions: gripper,
    instruction: 'task',
  };
}

const EQUAL = { bands: 0, levels: 0 };
const all = observations.map((_, index) => index);
const drawn = all.filter((index) => !observations[index]!.name.startsWith('synthetic'));
const groups = [
  { name: 'synthetic observations', indices: all.filter((i) => !drawn.includes(i)), here: true },
  { name: 'observations of Python LIBERO (../shared)', indices: drawn, here: existsSync(frames) },
];

describe.each(groups)('$name', ({ indices, here }) => {
  test.skipIf(!here)('are the ones that the originals were given', async () => {
    expect(indices.length).toBeGreaterThanOrEqual(20);
    for (const index of indices) {
      for (const camera of [0, 1])
        expect(deviationFrom(observations[index]!.drawn[camera]!, await pictureOf(index, camera)).bands).toBe(
          0,
        );
    }
  });

  test.skipIf(!here).each(Object.keys(CASES))(
    '%s: pictures and state as its own script makes them',
    async (family) => {
      for (const index of indices) {
        const prepared = prepareObservation(await observationOf(index), CASES[family]!);
        const { images, state } = recorded[family]![index]!;
        expect(Object.keys(prepared.images)).toHaveLength(images.length);
        for (const [camera, image] of Object.values(prepared.images).entries()) {
          expect(deviationFrom(images[camera]!, image), `${observations[index]!.name} ${camera}`).toEqual(
            EQUAL,
          );
        }
        expect([...prepared.state].length).toBe(state?.length ?? 0);
        for (const [i, value] of prepared.state.entries())
          expect(value, `${observations[index]!.name}, state ${i}`).toBeCloseTo(
            state![i]!,
            family === 'lerobot' ? 6 : 13,
          );
      }
    },
  );

  test.skipIf(!here)('openvla: the picture before the crop', async () => {
    for (const index of indices) {
      const stages: Image[] = [];
      prepareObservation(await observationOf(index), FAMILIES.openvla, {
        image: (stage, _camera, image) => {
          if (stage === 'resize') stages.push(image);
          return image;
        },
      });
      expect(deviationFrom(recorded.openvla![index]!.resized![0]!, stages[0]!)).toEqual(EQUAL);
    }
  });
});
