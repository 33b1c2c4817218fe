import { access } from 'node:fs/promises';
import { join } from 'node:path';
import {
  assignmentsIn,
  childrenOf,
  type Node,
  nodesOfType,
  positionalArguments,
  type SourceTree,
  stringValue,
} from '@plumb/python';
import type { Detection } from '../../facts.ts';
import { detectionAt, type Module, type SourceDetector } from './detector.ts';
import { findFolders } from './find-folders.ts';
import { LIBERO_FOLDERS, missingInLibero } from './libero-files.ts';
import { assignmentsTo, methodOf, scopeOf } from './syntax.ts';

const id = 'path-not-in-data';

const LIBERO_PATH = /bddl_files|init_states|init_files/;
/** One path may be put together from others; a real one is from two or three. */
const MAX_DEPTH = 8;

/**
 * A path put together from literals that names a folder or file which LIBERO does not have; where the source folder
 * brings LIBERO's data along, which is not there.
 */
export const pathNotInData: SourceDetector = {
  id,
  contains: LIBERO_PATH,
  async detect(modules, tree) {
    const found: Detection[] = [];
    for (const module of modules) {
      for (const { node, parts } of literalPaths(module)) {
        const [folder, ...rest] = parts as [string, ...string[]];
        const missing = missingInLibero(folder, rest);
        if (!missing || (await isThere(tree, folder, rest))) continue;
        found.push(
          detectionAt(id, module, node, {
            path: parts.join('/'),
            missing: missing.missing,
            why: missing.why,
            ...(missing.instead === undefined ? {} : { instead: `${folder}/${missing.instead}` }),
          }),
        );
      }
    }
    return found;
  },
};

async function isThere(tree: SourceTree, folder: string, rest: readonly string[]): Promise<boolean> {
  for (const root of await findFolders(tree.root, folder)) {
    const exists = await access(join(root, ...rest)).then(
      () => true,
      () => false,
    );
    if (exists) return true;
  }
  return false;
}

/** Paths below one of LIBERO's folders, in their longest form. */
function literalPaths(module: Module): { node: Node; parts: string[] }[] {
  const names = pathNames(module);
  const mayBe = (text: string) =>
    LIBERO_PATH.test(text) || [...names].some((name) => new RegExp(`\\b${name}\\b`).test(text));
  return nodesOfType(module.root, 'call', 'binary_operator').flatMap((node) => {
    // os.path.join(os.path.join(a, "b"), "c") is one path
    if (!isPath(node) || isPartOfPath(node) || !mayBe(node.text)) return [];
    const parts = partsOf(node, module, 0);
    return parts && parts.length > 1 ? [{ node, parts }] : [];
  });
}

/** Names that hold one of LIBERO's folders, or a path made of such a name. */
function pathNames(module: Module): Set<string> {
  const names = new Set<string>();
  for (const { target, value } of assignmentsIn(module.root)) {
    if (!/^\w+$/.test(target)) continue;
    const text = value.text;
    if (LIBERO_PATH.test(text) || [...names].some((name) => new RegExp(`\\b${name}\\b`).test(text)))
      names.add(target);
  }
  return names;
}

function isPath(node: Node): boolean {
  return node.type === 'call'
    ? /^(join|Path)$/.test(methodOf(node))
    : node.childForFieldName('operator')?.text === '/';
}

function isPartOfPath(node: Node): boolean {
  const around = node.parent?.type === 'argument_list' ? node.parent.parent : node.parent;
  return (
    !!around &&
    (isPath(around) || (around.type === 'call' && methodOf(around) === 'str' && isPartOfPath(around)))
  );
}

/** LIBERO's folder and the literal parts below it; undefined where a part has to be computed. */
function partsOf(node: Node, module: Module, depth: number): string[] | undefined {
  if (depth > MAX_DEPTH) return undefined;
  const text = stringValue(node);
  if (text !== undefined) return text.split('/').filter((part) => part !== '');
  switch (node.type) {
    case 'identifier': {
      const given = [scopeOf(node), module.root]
        .map((scope) => assignmentsTo(scope, node.text))
        .find(({ length }) => length > 0);
      // one name, several paths one after another: the last before this use holds
      const value = given?.filter((each) => each.value.startIndex < node.startIndex).at(-1)?.value;
      return value && partsOf(value, module, depth + 1);
    }
    case 'parenthesized_expression':
      return partsOf(childrenOf(node)[0]!, module, depth + 1);
    case 'binary_operator':
      return isPath(node)
        ? joined([node.childForFieldName('left')!, node.childForFieldName('right')!], module, depth)
        : undefined;
    case 'call':
      return partsOfCall(node, module, depth);
    default:
      return undefined;
  }
}

function partsOfCall(call: Node, module: Module, depth: number): string[] | undefined {
  const given = positionalArguments(call);
  if (methodOf(call) === 'get_libero_path') {
    const key = stringValue(given[0]);
    return key !== undefined && LIBERO_FOLDERS.has(key) ? [key] : undefined;
  }
  return /^(join|Path|str)$/.test(methodOf(call)) ? joined(given, module, depth) : undefined;
}

/** What stands before LIBERO's folder may be anything. */
function joined(nodes: readonly Node[], module: Module, depth: number): string[] | undefined {
  let path: string[] | undefined = [];
  for (const node of nodes) {
    const parts = partsOf(node, module, depth + 1);
    path = path && parts ? [...path, ...parts] : parts;
    const root: number = path?.findIndex((part) => LIBERO_FOLDERS.has(part)) ?? -1;
    path = root >= 0 ? path!.slice(root) : undefined;
  }
  return path;
}
