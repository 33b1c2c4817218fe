import type { Manifest } from '@plumb/contract';
import type { PolicyRequest } from '../policy.ts';
import { prepareObservation } from '../prepare/prepare-observation.ts';
import { syntheticPicture } from './synthetic-picture.ts';

/** For specs: a question as the manifest has it. */
export function requestFor(manifest: Manifest, episode = 'episode-0', step = 0): PolicyRequest {
  const observation = prepareObservation(
    {
      images: Object.fromEntries(
        manifest.cameras.map(({ camera, renderWidth, renderHeight }, i) => [
          camera,
          syntheticPicture(i, 'flipped-vertical', renderWidth, renderHeight),
        ]),
      ),
      eefPosition: [0.1, 0.2, 0.3],
      eefRotation: { form: 'quaternion-xyzw', value: [0.6, 0, 0, -0.8] },
      gripperPositions: [0.03, -0.03],
      instruction: 'put the bowl on the plate',
    },
    manifest,
  );
  return { episode, step, observation };
}
