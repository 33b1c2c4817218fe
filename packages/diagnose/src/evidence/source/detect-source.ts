import type { SourceTree } from '@plumb/python';
import type { Detection } from '../../facts.ts';
import type { Module } from './detector.ts';
import { detectors } from './index.ts';

/** Runs every detector over a source folder. Sorted by file and line. Nothing of it is executed. */
export async function detectInSource(tree: SourceTree): Promise<Detection[]> {
  const all = [...detectors.values()];
  const modules: Module[] = [];
  for (const path of tree.files) {
    const text = await tree.readText(path);
    if (!all.some(({ contains }) => contains.test(text))) continue;
    modules.push({ path, text, root: (await tree.parse(path)).rootNode });
  }
  const found: Detection[] = [];
  for (const detector of all) {
    const wanted = modules.filter(({ text }) => detector.contains.test(text));
    if (wanted.length > 0) found.push(...(await detector.detect(wanted, tree)));
  }
  return found.sort(
    (a, b) => a.file.localeCompare(b.file) || a.line - b.line || a.detector.localeCompare(b.detector),
  );
}
