import { PlumbError } from '@plumb/core/plumb-error';
import type { PackedScene } from '../pack/pack-scene.ts';
import type { DrawRequest } from '../request.ts';

/** Pixels a side: beyond it the rasteriser's 32-bit edge functions do not reach. */
const MOST_SIDE = 2048;

/** Pixels. @throws PlumbError `CAMERA_SIZE` */
export function checkSize(width: number, height: number): void {
  if (![width, height].every((side) => Number.isInteger(side) && side >= 1 && side <= MOST_SIDE))
    throw new PlumbError({
      code: 'CAMERA_SIZE',
      what: `A picture of ${width} x ${height} pixels cannot be drawn.`,
      why: `Width and height are whole numbers from 1 to ${MOST_SIDE}.`,
      remedy: 'Ask for another size; policies of LIBERO see 224 or 256 pixels a side.',
    });
}

/** @throws PlumbError `CAMERA_SIZE`, `CAMERA_UNKNOWN`, `CAMERA_POSES` */
export function checkRequest({ cameras, bodies }: PackedScene['scene'], request: DrawRequest): void {
  const { camera, width, height, poses } = request;
  checkSize(width, height);
  if (typeof camera === 'string' && !cameras.some(({ name }) => name === camera))
    throw new PlumbError({
      code: 'CAMERA_UNKNOWN',
      what: `This scene has no camera ${JSON.stringify(camera)}.`,
      why: `Its cameras are ${cameras.map(({ name }) => name).join(', ') || 'none at all'}.`,
      remedy:
        'Name one of them; the library also draws from a free camera (position, rotation, field of view).',
    });
  if (typeof camera !== 'string') {
    const numbers = [...camera.position, ...camera.quaternion, camera.fovy];
    const turn = Math.hypot(...camera.quaternion);
    if (
      !numbers.every(Number.isFinite) ||
      !(camera.fovy > 0 && camera.fovy < 180) ||
      Math.abs(turn - 1) > 1e-3
    )
      throw new PlumbError({
        code: 'CAMERA_UNKNOWN',
        what: 'The free camera has no usable pose or field of view.',
        why: 'Its numbers must be finite, its quaternion of length 1, and fovy between 0 and 180 degrees.',
        remedy: 'Correct the camera.',
      });
  }
  checkPoses(poses.positions, bodies * 3, 'positions');
  checkPoses(poses.quaternions, bodies * 4, 'quaternions');
  checkTurns(poses.quaternions);
}

function checkPoses(values: Float64Array, length: number, name: string): void {
  if (values.length === length && values.every(Number.isFinite)) return;
  throw new PlumbError({
    code: 'CAMERA_POSES',
    what:
      values.length === length
        ? `The ${name} of the bodies hold a number that is not finite.`
        : `The poses hold ${values.length} numbers of ${name}, the scene's bodies need ${length}.`,
    why: 'A picture needs a pose for each body of the scene; a diverged simulation has none.',
    remedy: 'Take the poses from the simulation of this scene, and check that it has not diverged.',
  });
}

function checkTurns(quaternions: Float64Array): void {
  for (let at = 0; at < quaternions.length; at += 4) {
    let square = 0;
    for (let k = at; k < at + 4; k++) square += quaternions[k]! ** 2;
    const length = Math.sqrt(square);
    if (Math.abs(length - 1) <= 1e-3) continue;
    throw new PlumbError({
      code: 'CAMERA_POSES',
      what: `The quaternion of body ${at / 4} has the length ${length}.`,
      why: 'A rotation has length 1; room that was never filled has 0.',
      remedy: 'Take the poses from the simulation of this scene, after it was set forward.',
    });
  }
}
