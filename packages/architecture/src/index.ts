export type * from './check-result.ts';
export type * from './load-prediction.ts';
export { type ModuleSpec, type TensorSpec, walkTensors } from './module-spec.ts';
