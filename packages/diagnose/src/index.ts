export type * from './cause.ts';
export type * from './diagnosis.ts';
export * from './facts.ts';
