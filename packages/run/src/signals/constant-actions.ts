import { distance, type EpisodeDetector } from './detector.ts';

const STEPS = 30;
const SAME = 1e-6;
/** Metres: by then the pictures have changed. */
const MOVED = 0.02;

/** The policy answers the same whatever it sees: images or state do not reach it, or its output is a constant. */
export const constantActions: EpisodeDetector = {
  code: 'constant-actions',
  look({ steps, questions }) {
    if (steps.length < STEPS || questions < 2) return undefined;
    const last = steps.slice(-STEPS);
    const first = last[0]!;
    const same = last.every((step) =>
      step.asked.every((value, i) => Math.abs(value - first.asked[i]!) < SAME),
    );
    if (!same) return undefined;
    const moved = distance(first.eefPosition, last.at(-1)!.eefPosition);
    if (moved < MOVED) return undefined;
    return {
      step: last.at(-1)!.step,
      severity: 'suspect',
      text: `The last ${STEPS} actions are equal within ${SAME}, while the hand moved by ${(100 * moved).toFixed(1)} cm and what it sees with it.`,
    };
  },
};
