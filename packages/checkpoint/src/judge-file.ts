import { type ByteSource, openFile } from '@plumb/core';
import type { GlobalUse, Verdict } from './checkpoint.ts';

/** What loading a file could run that Plumb cannot read as a checkpoint. */
export interface FileVerdict {
  /** `safe` only for pickles that were read to the file's last byte; `unknown` for what nobody can look into. */
  readonly verdict: Verdict;
  readonly globals: readonly GlobalUse[];
  readonly notes: readonly string[];
}

/**
 * Looks for pickles in a file whatever it is, as somebody's loader might: bare ones, in archives that strict readers
 * refuse, in tar files, NumPy arrays and compressed streams. Throws only where the file itself cannot be read.
 */
export async function judgeFile(from: string | ByteSource): Promise<FileVerdict> {
  const source = typeof from === 'string' ? await openFile(from) : from;
  try {
    const { judgeSource } = await import('./judge-bytes.ts');
    return await judgeSource(source);
  } finally {
    if (typeof from === 'string') await source.close();
  }
}
