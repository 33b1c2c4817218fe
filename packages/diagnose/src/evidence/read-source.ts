import { openSourceTree } from '@plumb/python';
import type { SourceFact } from '../facts.ts';
import { detectInSource } from './source/detect-source.ts';

/** What the detectors see in a source folder or file. Nothing of it is executed. */
export async function readSource(path: string): Promise<SourceFact> {
  const tree = await openSourceTree(path);
  try {
    return { path, files: tree.files.length, detections: await detectInSource(tree) };
  } finally {
    tree.dispose();
  }
}
