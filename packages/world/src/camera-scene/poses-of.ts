import type { ScenePoses } from '@plumb/contract';
import type { Observed } from '../world/observed.ts';

/** Where everything of a task's scene is in an observation, for a camera. */
export function posesOf({ bodyPositions, bodyQuaternions, siteAlpha }: Observed): ScenePoses {
  return { positions: bodyPositions, quaternions: bodyQuaternions, siteAlpha };
}
