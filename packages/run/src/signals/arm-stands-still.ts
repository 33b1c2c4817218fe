import { distance, type EpisodeDetector } from './detector.ts';

const STEPS = 40;
/** Metres. Policies that work cover some 10 cm in as many steps. */
const STILL = 0.005;

/** The hand has not left its place: actions near zero, as if they were never un-normalised. */
export const armStandsStill: EpisodeDetector = {
  code: 'arm-stands-still',
  look({ steps }) {
    if (steps.length < STEPS) return undefined;
    const start = steps[0]!.eefPosition;
    const reach = Math.max(...steps.map((step) => distance(start, step.eefPosition)));
    if (reach >= STILL) return undefined;
    const largest = Math.max(...steps.flatMap((step) => [...step.executed.subarray(0, 6)].map(Math.abs)));
    return {
      step: steps.length - 1,
      severity: 'suspect',
      text: `In ${steps.length} steps the hand moved by ${(1000 * reach).toFixed(1)} mm; the largest arm action was ${largest.toPrecision(2)} of 1.`,
    };
  },
};
