import { PlumbError } from '@plumb/core';

/** The builds of MuJoCo that worlds can run on, and the release that each has to be. */
export const PHYSICS = {
  /** The newest before 3.4 changed contacts, and LIBERO's dynamics with them. */
  '3.3': { module: 'mujoco-js', release: '3.3.8' },
  '3.14': { module: '@mujoco/mujoco', release: '3.14.0' },
} as const;

export type PhysicsVersion = keyof typeof PHYSICS;

/** Policies were trained and scored on MuJoCo 2.3: this is what moves like it. */
export const DEFAULT_PHYSICS: PhysicsVersion = '3.3';

/** A version as a user writes it, `3.14` or `3.14.0`. Throws `PHYSICS_UNKNOWN`. */
export function findPhysics(text: string): PhysicsVersion {
  for (const [version, { release }] of Object.entries(PHYSICS)) {
    if (text === version || text === release) return version as PhysicsVersion;
  }
  throw new PlumbError({
    code: 'PHYSICS_UNKNOWN',
    what: `There is no physics "${text}".`,
    why: 'Each release of MuJoCo moves some scenes differently, so Plumb takes none for another.',
    remedy: `Use ${Object.keys(PHYSICS).join(' or ')}; ${DEFAULT_PHYSICS} is what LIBERO's scores are comparable with.`,
  });
}
