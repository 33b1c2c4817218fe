export type * from './cause.ts';
export type * from './diagnosis.ts';
export type * from './facts.ts';
