export * from './checkpoint.ts';
export { dictGet } from './find-state-dict.ts';
export { type FileVerdict, judgeFile } from './judge-file.ts';
export type * from './pickle-value.ts';
export { readCheckpoint } from './read-checkpoint.ts';
export { type PickleFile, readPickleFile } from './read-pickle-file.ts';
export { type CheckpointKind, sniffCheckpoint } from './sniff-checkpoint.ts';
export { type Plain, toPlain } from './to-plain.ts';
export { type Unpickled, type UnpickleOptions, unpickle } from './unpickle.ts';
