import { createHash } from 'node:crypto';
import { ACTION_SIZE } from '@plumb/contract';
import type { GivenManifest } from '../manifest/override-manifest.ts';
import type { Policy, PolicyAnswer, PolicyRequest } from '../policy.ts';

/** As many as anybody asks: there is nothing to wait for. */
const UNLIMITED = 1024;

/** Answers zeros in all seven dimensions: the arm stands still, the gripper stays as it is. */
export function zeroPolicy(manifest: GivenManifest): Policy {
  return fixedPolicy('zero', manifest, {}, () => new Float64Array(ACTION_SIZE));
}

/**
 * Uniform in [-1, 1] in every dimension. The numbers depend on seed, episode and step alone, so that a resumed run sees what an
 * undisturbed one saw.
 */
export function randomPolicy(manifest: GivenManifest, seed: number): Policy {
  return fixedPolicy('random', manifest, { seed }, ({ episode, step }) => {
    const digest = createHash('sha256').update(`${seed}/${episode}/${step}`).digest();
    return Float64Array.from(
      { length: ACTION_SIZE },
      (_, i) => (digest.readUInt32LE(i * 4) / 0xffffffff) * 2 - 1,
    );
  });
}

function fixedPolicy(
  name: string,
  { manifest, given }: GivenManifest,
  description: Readonly<Record<string, unknown>>,
  answer: (request: PolicyRequest) => Float64Array,
): Policy {
  return {
    name,
    manifest,
    overrides: given,
    description,
    maxBatch: UNLIMITED,
    maxParallel: UNLIMITED,
    act: async (requests) =>
      requests.map(
        (request): PolicyAnswer => ({
          actions: Array.from({ length: manifest.chunk ?? 1 }, () => answer(request)),
        }),
      ),
    close: async () => {},
  };
}
