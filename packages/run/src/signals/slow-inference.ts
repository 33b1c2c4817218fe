import { episodeName } from '../episode-name.ts';
import type { RunDetector } from './detector.ts';

/** Milliseconds a question. openpi and OpenVLA-OFT answer in some 100 ms on one GPU. */
const SLOW = 1000;

/** The policy takes so long that it runs on the wrong device, or is asked through a slow network. */
export const slowInference: RunDetector = {
  code: 'slow-inference',
  look(episodes) {
    const asked = episodes.filter((record) => record.questions > 0);
    const questions = asked.reduce((sum, record) => sum + record.questions, 0);
    const mean = asked.reduce((sum, { timing }) => sum + timing.inference, 0) / questions;
    if (!(mean > SLOW)) return undefined;
    return {
      severity: 'note',
      episodes: asked.slice(0, 5).map(episodeName),
      text: `The policy takes ${(mean / 1000).toFixed(1)} s a question.`,
    };
  },
};
