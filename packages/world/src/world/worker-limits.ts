/**
 * For `new Worker(…, { resourceLimits })` of a thread with a world in it. V8 would give the young a
 * quarter of the thread's memory, and let the old double before it cleans up (bench/world/memory.mjs).
 */
export const WORKER_LIMITS = { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 128 } as const;
