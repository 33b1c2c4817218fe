export { ScriptedExpert } from './expert/scripted-expert.ts';
export type { Action } from './expert/servo.ts';
