import { parsePython, type SourceTree, type Tree } from '@plumb/python';
import type { Detection } from '../../facts.ts';
import type { SourceDetector } from './detector.ts';

/** Source files in memory, for specs. */
export function treeOf(files: Readonly<Record<string, string>>, root = 'nowhere'): SourceTree {
  const trees = new Map<string, Promise<Tree>>();
  const readText = async (file: string) => {
    const text = files[file];
    if (text === undefined) throw new Error(`no ${file} in this spec`);
    return text;
  };
  return {
    root,
    files: Object.keys(files).sort(),
    skipped: [],
    readText,
    parse(file) {
      const tree = trees.get(file) ?? readText(file).then(parsePython);
      trees.set(file, tree);
      return tree;
    },
    dispose() {
      for (const tree of trees.values()) tree.then((parsed) => parsed.delete());
    },
  };
}

/** Runs one detector, with its own choice of files, over one file or several. */
export async function detectWith(
  detector: SourceDetector,
  source: string | Readonly<Record<string, string>>,
  root?: string,
): Promise<Detection[]> {
  const files = typeof source === 'string' ? { 'eval.py': source } : source;
  const tree = treeOf(files, root);
  const modules = [];
  for (const path of tree.files) {
    const text = files[path]!;
    if (detector.contains.test(text)) modules.push({ path, text, root: (await tree.parse(path)).rootNode });
  }
  return detector.detect(modules, tree);
}

/** Lines of the detections, with their details: what most specs compare. */
export async function seenBy(
  detector: SourceDetector,
  source: string | Readonly<Record<string, string>>,
): Promise<[number, Detection['details']][]> {
  return (await detectWith(detector, source)).map(({ line, details }) => [line, details]);
}
