export type { InitialValues } from './find-initial.ts';
export type { TensorStatistics } from './measure-tensor.ts';
export * from './read-statistics.ts';
export { readValues } from './read-values.ts';
