export type { ActionStatistics, LocalModel } from './atlas/local-model.ts';
export { type AtlasPolicy, type AtlasPolicyOptions, openAtlasPolicy } from './atlas/open-atlas-policy.ts';
export type { Device, SessionOptions } from './session.ts';
