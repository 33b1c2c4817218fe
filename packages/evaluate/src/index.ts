export { ScriptedExpert } from './expert/scripted-expert.ts';
export type { Action } from './expert/servo.ts';
export { type DryRun, dryRun } from './host/dry-run.ts';
export { Evaluation } from './host/evaluation.ts';
export type { EvalEvent, EvaluationEnd, EvaluationOptions } from './host/evaluation-options.ts';
export { makeRunSpec, type RunRequest } from './host/make-run-spec.ts';
export { openEpisodes, planEpisodes } from './host/plan-run.ts';
export { type ChooseOptions, type ChosenPolicy, choosePolicy } from './policy/choose-policy.ts';
export { type DebugEvents, debugPolicy } from './probes/debug-policy.ts';
export { evidenceOf } from './probes/probe-result.ts';
export { chooseProtocol, defaultProtocol, type ProtocolChanges } from './protocol/choose-protocol.ts';
export {
  explainProtocol,
  type OtherValues,
  type ProtocolExplanation,
  type ProtocolLine,
  valuesOf,
} from './protocol/explain-protocol.ts';
export { findProtocol, PROTOCOLS, type ProtocolRow } from './protocol/protocols.ts';
export { type FilmRunOptions, filmRun } from './video/film-run.ts';
