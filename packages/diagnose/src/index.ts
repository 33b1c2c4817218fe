export type * from './cause.ts';
export { causes } from './causes/index.ts';
export { diagnose } from './diagnose.ts';
export type * from './diagnosis.ts';
export { type CollectOptions, collectFacts } from './evidence/collect-facts.ts';
export { type LoadError, parseLoadError } from './evidence/parse-load-error.ts';
export * from './facts.ts';
export { findSymptoms } from './symptoms/find-symptoms.ts';
