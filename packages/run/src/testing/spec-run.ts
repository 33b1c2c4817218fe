import type { EpisodeRecord, StepRecord } from '../record.ts';
import type { RunSpec } from '../run-spec.ts';

const given = <T>(value: T) => ({ value, from: 'given' as const });
const standard = <T>(value: T) => ({ value, from: 'default' as const });

/** For specs: a run of two tasks. */
export function specRun(changes: Partial<RunSpec> = {}): RunSpec {
  return {
    suite: 'plumb-desk',
    tasks: given([0, 1]),
    protocol: {
      name: standard('openvla'),
      settleSteps: standard(10),
      settleAction: standard([0, 0, 0, 0, 0, 0, -1]),
      horizon: standard(300),
      replan: standard(1),
      episodes: given(2),
      seed: standard(0),
      seeding: standard('task'),
    },
    policy: {
      name: 'zero',
      manifest: {
        name: 'zero',
        cameras: [],
        state: [],
        antipodes: 'as-is',
        statePrecision: 'float64',
        gripper: 'robosuite',
        binariseGripper: 'none',
        clipActions: false,
        chunk: 1,
        replan: 1,
      },
      overrides: {},
      description: {},
    },
    physics: { engine: 'mujoco-js', version: '3.3.8' },
    look: 2,
    plumb: '0.1.0',
    ...changes,
  };
}

/** For specs: an episode. */
export function specEpisode(changes: Partial<EpisodeRecord> = {}): EpisodeRecord {
  const episode = changes.episode ?? 0;
  return {
    suite: 'plumb-desk',
    task: 0,
    taskName: 'pick_up_the_red_cube_and_place_it_in_the_tray',
    episode,
    initState: episode % 50,
    seed: 0,
    instruction: 'pick up the red cube and place it in the tray',
    status: 'success',
    steps: 120,
    questions: 120,
    actionsDigest: 'a'.repeat(64),
    stateDigest: 'b'.repeat(64),
    signals: [],
    attempts: 1,
    timing: { total: 1000, simulation: 600, rendering: 300, inference: 100 },
    ...changes,
  };
}

/** For specs: steps whose hand moves along x by `stride` metres a step. */
export function specSteps(count: number, action: readonly number[], stride = 0.001): StepRecord[] {
  return Array.from({ length: count }, (_, step) => ({
    step,
    asked: Float64Array.from(action),
    executed: Float64Array.from(action, (value) => Math.min(1, Math.max(-1, value))),
    eefPosition: [-0.2 + stride * step, 0.01, 1.1],
    eefQuaternion: [0.999, 0.01, 0.02, 0.03],
    gripperPositions: [0.04, -0.04],
    success: false,
  }));
}
