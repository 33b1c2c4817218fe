export { assertInRange, type ByteSource, fromBytes, openFile } from './byte-source.ts';
export { type ErrorText, PlumbError } from './plumb-error.ts';
export { quoteForShell } from './quote-for-shell.ts';
export { seededRandom } from './random.ts';
export { createRedactor, redact } from './redact/redact.ts';
