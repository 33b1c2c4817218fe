export { assertInRange, type ByteSource, fromBytes, openFile } from './byte-source.ts';
export { isRemote, type Location, locate, openSource } from './open-source.ts';
export { type ErrorText, PlumbError } from './plumb-error.ts';
export { quoteForShell } from './quote-for-shell.ts';
export { seededRandom } from './random.ts';
export { createRedactor, redact } from './redact/redact.ts';
export type { RemoteOptions } from './remote/fetch-remote.ts';
export type { Traffic } from './remote/traffic.ts';
export { openLocalFolder, type SourceFolder } from './source-folder.ts';
