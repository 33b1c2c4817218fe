import { ARM_DIMENSIONS, DIMENSION_NAMES, type EpisodeDetector } from './detector.ts';

/** A little beyond [-1, 1] is usual; this far is another unit. */
const FAR = 3;
const NEAR = 1.001;

/** Actions beyond [-1, 1], clipped as robosuite clips them. */
export const outOfRange: EpisodeDetector = {
  code: 'out-of-range',
  look({ steps }) {
    let [worst, where, dimension, count] = [0, 0, 0, 0];
    for (const step of steps) {
      let beyond = false;
      for (let i = 0; i < ARM_DIMENSIONS; i++) {
        const size = Math.abs(step.asked[i]!);
        beyond ||= size > NEAR;
        if (size > worst) [worst, where, dimension] = [size, step.step, i];
      }
      if (beyond) count++;
    }
    if (worst <= NEAR) return undefined;
    return {
      step: where,
      severity: worst > FAR ? 'suspect' : 'note',
      text: `${count} of ${steps.length} actions lie beyond [-1, 1], up to ${worst.toPrecision(3)} in dimension ${dimension} (${DIMENSION_NAMES[dimension]}); they were clipped.`,
    };
  },
};
