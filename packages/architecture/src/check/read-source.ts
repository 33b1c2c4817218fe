import { join } from 'node:path';
import type { Evidence } from '@plumb/contract';
import type { ModelSubstitution, PredictedImportFailure, SourceTree } from '@plumb/python';
import { findSourceLoad, type SourceLoad } from './find-load-calls.ts';
import { reachableFiles } from './reachable-files.ts';

/** What a source does around the model, before any environment is considered. */
export interface ModelSource {
  readonly path: string;
  readonly tree: SourceTree;
  /** The files that the model needs, relative to the source. */
  readonly files: readonly string[];
  /** Whether the model's class stands in it. */
  readonly hasModel: boolean;
  readonly load: SourceLoad | undefined;
  /** The caller closes it: syntax trees are freed. */
  close(): void;
}

/** Opens a source and finds the model's class, the module of its config, and what they import. */
export async function openModelSource(
  path: string,
  className: string,
  configModule: string | undefined,
): Promise<ModelSource> {
  const { openSourceTree } = await import('@plumb/python');
  const tree = await openSourceTree(path);
  const defines = new RegExp(`^class ${className}\\b`, 'm');
  const module = configModule && `/${configModule.replaceAll('.', '/')}`;
  const roots: string[] = [];
  let hasModel = false;
  for (const file of tree.files) {
    const isModel = defines.test(await tree.readText(file));
    const isConfig =
      module && (`/${file}`.endsWith(`${module}.py`) || `/${file}`.endsWith(`${module}/__init__.py`));
    if (isModel || isConfig) roots.push(file);
    hasModel ||= isModel;
  }
  const load = await findSourceLoad(tree, className);
  const needed = hasModel ? await reachableFiles(tree, roots) : tree.files;
  return {
    path,
    tree,
    // without the class any file may be the one that builds it; the script that loads says how modules are named
    files: load ? [...new Set([...needed, load.first.file])].sort() : needed,
    hasModel,
    load,
    close: () => tree.dispose(),
  };
}

/** What Python will raise while it imports the files that the model needs. */
export async function findModelImportFailure(
  { tree, files }: ModelSource,
  python: string,
): Promise<PredictedImportFailure | undefined> {
  const { findImportFailures } = await import('@plumb/python');
  const [first] = await findImportFailures({ ...tree, files }, python);
  return first;
}

/** The handler that builds another language model where the one that the config names can't be had. */
export async function findLanguageSubstitution({
  tree,
  files,
}: ModelSource): Promise<ModelSubstitution | undefined> {
  const { findSubstitutions } = await import('@plumb/python');
  const all = await findSubstitutions({ ...tree, files });
  // what transformers raises for a model_type that it does not know is a ValueError
  const catchesIt = (type: string) => /(?:^|\.)(?:BaseException|Exception|ValueError)$/.test(type);
  return all.find(
    ({ what, target, built, catches }) =>
      what === 'model' &&
      /language_model$/.test(target) &&
      built.how === 'other-thing' &&
      catches.some(catchesIt),
  );
}

/** A line of the source as evidence. */
export function sourceEvidence(source: ModelSource, file: string, line: number, text: string): Evidence {
  return { kind: 'source', place: `${join(source.path, file)}:${line}`, text };
}
