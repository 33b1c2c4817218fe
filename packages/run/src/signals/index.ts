import type { EpisodeRecord, EpisodeSignal } from '../record.ts';
import { alwaysAtLimit } from './always-at-limit.ts';
import { armStandsStill } from './arm-stands-still.ts';
import { constantActions } from './constant-actions.ts';
import type { EpisodeDetector, EpisodeView, RunDetector, RunSignal } from './detector.ts';
import { identicalEpisodes } from './identical-episodes.ts';
import { idleGripper } from './idle-gripper.ts';
import { leavesWorkspace } from './leaves-workspace.ts';
import { outOfRange } from './out-of-range.ts';
import { saturatedDimension } from './saturated-dimension.ts';
import { serverErrors } from './server-errors.ts';
import { slowInference } from './slow-inference.ts';
import { successOnFirstStep } from './success-on-first-step.ts';

export const EPISODE_DETECTORS: readonly EpisodeDetector[] = [
  constantActions,
  saturatedDimension,
  outOfRange,
  idleGripper,
  armStandsStill,
  leavesWorkspace,
  successOnFirstStep,
];

export const RUN_DETECTORS: readonly RunDetector[] = [
  identicalEpisodes,
  alwaysAtLimit,
  serverErrors,
  slowInference,
];

/** What is noticed in an episode so far. */
export function signalsOfEpisode(view: EpisodeView): EpisodeSignal[] {
  return EPISODE_DETECTORS.flatMap(({ code, look }) => {
    const seen = look(view);
    return seen ? [{ code, ...seen }] : [];
  });
}

/** What is noticed across episodes. */
export function signalsOfRun(episodes: readonly EpisodeRecord[], horizon: number): RunSignal[] {
  return RUN_DETECTORS.flatMap(({ code, look }) => {
    const seen = look(episodes, horizon);
    return seen ? [{ code, ...seen }] : [];
  });
}
