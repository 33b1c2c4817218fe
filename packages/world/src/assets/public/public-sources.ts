/** The wheels that hold what a plain `pip install` of LIBERO would bring. */
export const WHEELS = [
  { project: 'robosuite', release: '1.4.0', parts: ['robosuite-assets'] },
  { project: 'hf-libero', release: '0.1.4', parts: ['libero-bddl', 'libero-init'] },
] as const;

/** The data set on the hub from which hf-libero fetches LIBERO's meshes (libero/utils/download_utils.py). */
export const ASSETS_REPOSITORY = 'lerobot/libero-assets';

export type WheelRelease = (typeof WHEELS)[number];
