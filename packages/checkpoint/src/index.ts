export type * from './checkpoint.ts';
export type * from './pickle-value.ts';
