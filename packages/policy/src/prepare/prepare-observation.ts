import type { Image, Manifest, Observation } from '@plumb/contract';
import { PlumbError } from '@plumb/core';
import type { PreparedObservation } from '../policy.ts';
import { assertSize, type ImageStage, imageStages } from './prepare-image.ts';
import { prepareState } from './prepare-state.ts';

/**
 * Sees every stage of an observation as it is done, and may give something else back: that is how a stage is recorded, shown
 * or disturbed. `image`: after the named stage of that camera, `drawn` before the first. `state`, `instruction`: once each.
 */
export interface ObservationTap {
  image?(stage: 'drawn' | ImageStage, camera: string, image: Image): Image;
  state?(state: Float64Array): Float64Array;
  instruction?(instruction: string): string;
}

/**
 * Puts an observation into the policy's own conventions. Only the manifest's cameras are looked at. Throws
 * `OBSERVATION_CAMERA` where one of them was not drawn, `IMAGE_SIZE` where none of the stages gives the size it wants.
 */
export function prepareObservation(
  observation: Observation,
  manifest: Manifest,
  tap: ObservationTap = {},
): PreparedObservation {
  const images: Record<string, Image> = {};
  for (const camera of manifest.cameras) {
    const drawn = observation.images[camera.camera];
    if (drawn === undefined) throw noCamera(camera.camera, Object.keys(observation.images));
    let image = tap.image?.('drawn', camera.camera, drawn) ?? drawn;
    for (const stage of imageStages(camera)) {
      image = stage.apply(image);
      image = tap.image?.(stage.name, camera.camera, image) ?? image;
    }
    assertSize(image, camera);
    images[camera.camera] = image;
  }
  const state = prepareState(observation, manifest);
  return {
    images,
    state: tap.state?.(state) ?? state,
    instruction: tap.instruction?.(observation.instruction) ?? observation.instruction,
  };
}

function noCamera(camera: string, drawn: readonly string[]): PlumbError {
  return new PlumbError({
    code: 'OBSERVATION_CAMERA',
    what: `The policy wants the camera ${camera}, which was not drawn.`,
    why: `The observation has ${drawn.length === 0 ? 'no pictures' : drawn.join(', ')}.`,
    remedy: 'Draw it, or leave it out of the manifest: --manifest cameras=agentview.',
  });
}
