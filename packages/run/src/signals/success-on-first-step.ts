import type { EpisodeDetector } from './detector.ts';

/** The goal held after the first step: it held before the policy did anything. */
export const successOnFirstStep: EpisodeDetector = {
  code: 'success-on-first-step',
  look({ steps }) {
    if (!steps[0]?.success) return undefined;
    return {
      step: 0,
      severity: 'suspect',
      text: 'The goal held after the first step of the policy: the init state or the settling solved the task.',
    };
  },
};
