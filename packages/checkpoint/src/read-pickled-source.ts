import type { ByteSource } from '@plumb/core';
import { judgeGlobals, worstVerdict } from './judge-globals.ts';
import { pickleTooLarge } from './malformed-pickle.ts';
import type { PickleFile } from './read-pickle-file.ts';
import { readTorchLegacy } from './read-torch-legacy.ts';
import { readTorchZip } from './read-torch-zip.ts';
import { refuse } from './refuse-file.ts';
import { scanPickles } from './scan-pickles.ts';
import type { CheckpointKind } from './sniff-checkpoint.ts';
import { LIMITS } from './unpickle.ts';

/** The pickle in a torch archive, or a bare one. */
export async function readPickledSource(source: ByteSource, kind: CheckpointKind): Promise<PickleFile> {
  if (kind === 'torch-zip') {
    const { value, globals, notes } = await readTorchZip(source);
    return { value, globals, verdict: worstVerdict(globals), notes };
  }
  if (kind === 'torch-legacy') {
    const { value, globals, notes } = await readTorchLegacy(source);
    return { value, globals, verdict: worstVerdict(globals), notes };
  }
  if (kind !== 'pickle') throw await refuse(source, kind);
  const { place, size } = source;
  if (size > LIMITS.bytes) throw pickleTooLarge(place, 0, `it has ${size} bytes`);
  const { value, sightings, notes } = scanPickles(await source.read(0, size), place);
  const globals = judgeGlobals(sightings, place);
  return { value, globals, verdict: worstVerdict(globals), notes };
}
