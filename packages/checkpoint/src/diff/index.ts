export type { ValueDifference } from './compare-values.ts';
export * from './diff-checkpoints.ts';
export type { MatchKind } from './match-names.ts';
