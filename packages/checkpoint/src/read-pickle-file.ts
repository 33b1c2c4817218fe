import { openFile } from '@plumb/core';
import type { GlobalUse, Verdict } from './checkpoint.ts';
import type { PickleValue } from './pickle-value.ts';
import { sniffSource } from './sniff-checkpoint.ts';

export interface PickleFile {
  readonly value: PickleValue;
  readonly globals: readonly GlobalUse[];
  readonly verdict: Verdict;
  readonly notes: readonly string[];
}

/**
 * Any pickled object: bare (`pickle.dump`) or in a torch archive, as LIBERO's init states are
 * (`*.pruned_init`: NumPy arrays inside `data.pkl`).
 */
export async function readPickleFile(path: string): Promise<PickleFile> {
  const source = await openFile(path);
  try {
    const kind = await sniffSource(source);
    const { readPickledSource } = await import('./read-pickled-source.ts');
    return await readPickledSource(source, kind);
  } finally {
    await source.close();
  }
}
