import { ARM_DIMENSIONS, DIMENSION_NAMES, type EpisodeDetector } from './detector.ts';

const STEPS = 40;
const SHARE = 0.9;
/** Of full deflection. */
const SATURATED = 0.999;

/** An arm dimension that is nearly always at its end: not un-normalised, or with the statistics of another robot. */
export const saturatedDimension: EpisodeDetector = {
  code: 'saturated-dimension',
  look({ steps }) {
    if (steps.length < STEPS) return undefined;
    for (let i = 0; i < ARM_DIMENSIONS; i++) {
      const at = steps.filter((step) => Math.abs(step.executed[i]!) >= SATURATED).length;
      if (at < SHARE * steps.length) continue;
      return {
        step: steps.length - 1,
        severity: 'suspect',
        text: `Dimension ${i} (${DIMENSION_NAMES[i]}) was at its end in ${at} of ${steps.length} steps.`,
      };
    }
    return undefined;
  },
};
