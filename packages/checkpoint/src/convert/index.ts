export type { CastDtype } from '../elements/round-elements.ts';
export * from './convert-checkpoint.ts';
export type { MergeReport } from './merge-lora.ts';
export { parseRenameRule, type RenameRule } from './rename-tensors.ts';
