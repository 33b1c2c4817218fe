import { openFile } from '@plumb/core';
import type { GlobalUse, Verdict } from './checkpoint.ts';
import { judgeGlobals, worstVerdict } from './judge-globals.ts';
import { pickleTooLarge } from './malformed-pickle.ts';
import type { PickleValue } from './pickle-value.ts';
import { readTorchZip } from './read-torch-zip.ts';
import { refuse } from './refuse-file.ts';
import { scanPickles } from './scan-pickles.ts';
import { sniffSource } from './sniff-checkpoint.ts';
import { LIMITS } from './unpickle.ts';

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
    if (kind === 'torch-zip') {
      const { value, globals, notes } = await readTorchZip(source);
      return { value, globals, verdict: worstVerdict(globals), notes };
    }
    if (kind !== 'pickle') throw await refuse(source, kind);
    if (source.size > LIMITS.bytes) throw pickleTooLarge(path, 0, `it has ${source.size} bytes`);
    const { value, sightings, notes } = scanPickles(await source.read(0, source.size), path);
    const globals = judgeGlobals(sightings, path);
    return { value, globals, verdict: worstVerdict(globals), notes };
  } finally {
    await source.close();
  }
}
