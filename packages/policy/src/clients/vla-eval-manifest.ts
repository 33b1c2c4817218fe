import type { Manifest } from '@plumb/contract';
import { PlumbError } from '@plumb/core';
import { FAMILIES } from '../manifest/families.ts';

/** What a server's HELLO makes of the family's manifest. */
export interface AskedManifest {
  readonly manifest: Manifest;
  /** What it asks for that is none of the manifest's business (seeds), or nothing that LIBERO knows. */
  readonly others: Readonly<Record<string, unknown>>;
}

/**
 * Follows a server's `observation_params` as vla-eval's LIBERO benchmark does: wrist picture, state, sign rule. Throws
 * `POLICY_CONVENTION` for absolute actions, which LIBERO's controller as Plumb runs it does not take.
 */
export function askManifest(server: string, params: Readonly<Record<string, unknown>>): AskedManifest {
  const { send_wrist_image, send_state, quat_no_antipodal, absolute_action, ...others } = params;
  if (absolute_action === true) throw absoluteActions(server);
  const base: Manifest = FAMILIES['vla-eval'];
  const first = base.cameras[0]!;
  const manifest: Manifest = {
    ...base,
    cameras: send_wrist_image === true ? [first, { ...first, camera: 'robot0_eye_in_hand' }] : base.cameras,
    state: send_state === true ? ['eef-position', 'eef-axis-angle', 'gripper-positions'] : [],
    antipodes: quat_no_antipodal === true ? 'as-is' : 'shortest',
  };
  return { manifest, others };
}

function absoluteActions(server: string): PlumbError {
  return new PlumbError({
    code: 'POLICY_CONVENTION',
    what: `${server} wants absolute actions (absolute_action in its HELLO).`,
    why: "LIBERO's controller takes differences; as absolute poses they would throw the arm.",
    remedy: 'Use a checkpoint that answers differences.',
  });
}
