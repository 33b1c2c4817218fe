import { importedNames, type SourceTree } from '@plumb/python';

/** Files of the source folder that a file imports, by the names in its import statements, in their order. */
export async function importedFiles(file: string, tree: SourceTree): Promise<string[]> {
  const folder = file.split('/').slice(0, -1);
  const found = new Set<string>();
  for (const full of importedNames((await tree.parse(file)).rootNode).values()) {
    const dots = /^\.*/.exec(full)![0].length;
    const parts = full.slice(dots).split('.').filter(Boolean);
    const base = dots > 0 ? folder.slice(0, folder.length - dots + 1) : [];
    // `from models.vla_model import VLAModel`: the last part is a module or a thing inside of one
    for (const path of [
      [...base, ...parts],
      [...base, ...parts.slice(0, -1)],
    ]) {
      const target = path.length === 0 ? undefined : fileNamed(path.join('/'), dots > 0, tree);
      if (target === undefined || target === file) continue;
      found.add(target);
      break;
    }
  }
  return [...found];
}

/** A relative import names one path; an absolute one may start at any folder that is put on `sys.path`. */
function fileNamed(path: string, relative: boolean, tree: SourceTree): string | undefined {
  const names = [`${path}.py`, `${path}/__init__.py`];
  return tree.files.find((each) =>
    names.some((name) => each === name || (!relative && each.endsWith(`/${name}`))),
  );
}
