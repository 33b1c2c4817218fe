import type { EpisodeDetector } from './detector.ts';

/** Metres from where the hand starts. LIBERO's tables are 0.8 m deep and no object stands farther than 0.5 m off. */
const SIDE = 0.6;
const UP = 0.45;
const STEPS = 10;

/** The hand is where nothing of the task is, and stays there: wrong frame, wrong scale or absolute actions. */
export const leavesWorkspace: EpisodeDetector = {
  code: 'leaves-workspace',
  look({ steps }) {
    if (steps.length < STEPS) return undefined;
    const start = steps[0]!.eefPosition;
    const outside = steps.slice(-STEPS).every(({ eefPosition: [x, y, z] }) => {
      const away = Math.max(Math.abs(x - start[0]), Math.abs(y - start[1]));
      return away > SIDE || z - start[2] > UP;
    });
    if (!outside) return undefined;
    const [x, y, z] = steps.at(-1)!.eefPosition;
    const place = [x, y, z].map((value) => value.toFixed(2)).join(', ');
    return {
      step: steps.length - 1,
      severity: 'suspect',
      text: `The hand has been off the workspace for ${STEPS} steps, now at (${place}) m.`,
    };
  },
};
