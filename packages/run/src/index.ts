export { episodeName } from './episode-name.ts';
export { EXPORTS, type ExportFormat } from './exports/index.ts';
export { differencesOf, mergeRuns } from './merge-runs.ts';
export { type ExportedRun, looksLikeRun, parseRun } from './parse-run.ts';
export { openRun, Run } from './read-run.ts';
export * from './record.ts';
export {
  describeEnvironment,
  type EnvironmentShare,
  environmentsOf,
  isAlike,
  type RunEnvironment,
  thisEnvironment,
} from './run-environment.ts';
export type * from './run-spec.ts';
export { runJsonSchema } from './schema.ts';
export type { EpisodeView, RunSignal } from './signals/detector.ts';
export { signalsOfEpisode, signalsOfRun } from './signals/index.ts';
export { type Comparison, compareRuns } from './statistics/compare-runs.ts';
export { type Figures, figuresOf, summariseRun, type TaskFigures } from './statistics/summarise-run.ts';
export { type Interval, wilsonInterval } from './statistics/wilson.ts';
export { ProbeWriter } from './write-probes.ts';
export { RunWriter } from './write-run.ts';
