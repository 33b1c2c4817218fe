import { executedAtImport } from './import-failure/executed-at-import.ts';
import type { Failure, PredictedImportFailure } from './import-failure/import-failure.ts';
import { findMissingName } from './import-failure/missing-names.ts';
import { findMutableDefault } from './import-failure/mutable-default.ts';
import { findNewOption } from './import-failure/new-option.ts';
import { findNewSyntax } from './import-failure/new-syntax.ts';
import { findRuntimeType } from './import-failure/runtime-types.ts';
import type { ClassLookup, SourceFile } from './import-failure/unhashable.ts';
import { type ModuleIndex, readModuleIndex } from './module-index.ts';
import { nodesOfType } from './parse.ts';
import type { SourceTree } from './source-tree.ts';
import { importedNames } from './syntax/imports.ts';

/**
 * What Python `pythonVersion` (`3.11` or `3.11.7`) will surely raise when it imports a file of the tree: the first
 * failure of each file. Statements in an `if` or `try` are not judged. Third-party modules are not looked for.
 */
export async function findImportFailures(
  tree: SourceTree,
  pythonVersion: string,
): Promise<PredictedImportFailure[]> {
  const index = await readModuleIndex(tree);
  const lookup: ClassLookup = {
    async open(module, from) {
      const file = index.fileOf(module, from);
      return file === undefined ? undefined : { file, root: (await tree.parse(file)).rootNode };
    },
    moduleName: index.nameOf,
  };
  const found: PredictedImportFailure[] = [];
  for (const file of tree.files) {
    const { rootNode: root } = await tree.parse(file);
    const failure = await firstFailure({ file, root }, pythonVersion, lookup, index);
    if (failure) found.push({ file, alsoAffected: [], ...failure, importedBy: importersOf(file, index) });
  }
  return found;
}

async function firstFailure(
  at: SourceFile,
  python: string,
  lookup: ClassLookup,
  index: ModuleIndex,
): Promise<Failure | undefined> {
  const syntax = findNewSyntax(at.root, python);
  if (syntax) return syntax;
  const future = nodesOfType(at.root, 'future_import_statement').some(({ text }) =>
    /\bannotations\b/.test(text),
  );
  const imports = importedNames(at.root);
  const isOwn = (module: string) => index.fileOf(module, at.file) !== undefined;
  for (const { node } of executedAtImport(at.root)) {
    const failure =
      findMissingName(node, python, isOwn) ??
      findNewOption(node, python, imports) ??
      findRuntimeType(node, python, future) ??
      (await findMutableDefault(node, python, at, lookup));
    if (failure) return failure;
  }
  return undefined;
}

function importersOf(file: string, { edges }: ModuleIndex): string[] {
  const found = new Set<string>();
  const queue = [file];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    for (const { from, to, certain } of edges) {
      if (to !== next || !certain || found.has(from) || from === file) continue;
      found.add(from);
      queue.push(from);
    }
  }
  return [...found].sort();
}
