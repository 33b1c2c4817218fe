import type { LogFact } from '../facts.ts';
import type { LogPatterns } from './log-patterns.ts';
import { LogReader } from './log-reader.ts';
import { scanLines } from './scan-lines.ts';

export { compileLogPatterns, type LogPatterns } from './log-patterns.ts';

/** Reads a log of any size in constant memory. Errors of the file system reject as they are. */
export async function readLog(path: string, patterns: LogPatterns): Promise<LogFact> {
  const reader = new LogReader(patterns);
  const { lines, cut } = await scanLines(path, patterns.scanner, reader);
  return reader.finish(path, lines, cut);
}
