export { ScriptedExpert } from './expert/scripted-expert.ts';
export type { Action } from './expert/servo.ts';
export { type EvalEvent, Evaluation, type EvaluationEnd, type EvaluationOptions } from './host/evaluation.ts';
export { openEpisodes, planEpisodes } from './host/plan-run.ts';
export { type WorkerPolicyKind, workerManifest } from './policy/worker-policy.ts';
export { chooseProtocol, defaultProtocol, type ProtocolChanges } from './protocol/choose-protocol.ts';
export { findProtocol, PROTOCOLS, type ProtocolRow } from './protocol/protocols.ts';
