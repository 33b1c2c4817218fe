import { childrenOf, type Node, nodesOfType, positionalArguments, stringValue } from '@plumb/python';
import { detectionAt, type Module, perModule } from './detector.ts';
import { LIBERO_FOLDERS, missingInLibero } from './libero-files.ts';
import { assignmentsTo, methodOf, scopeOf } from './syntax.ts';

const id = 'path-not-in-data';

/** A path put together from literals that names a folder or file which LIBERO does not have. */
export const pathNotInData = perModule(id, ['bddl_files', 'init_states', 'init_files'], (module) => {
  const paths = [...nodesOfType(module.root, 'call'), ...nodesOfType(module.root, 'binary_operator')];
  return paths.flatMap((node) => {
    const parts = partsOf(node, module);
    const [folder, ...rest] = parts ?? [];
    const found = folder === undefined ? undefined : missingInLibero(folder, rest);
    // os.path.join(os.path.join(a, "b"), "c") is one path, and only its longest form counts
    if (!found || isPartOfPath(node)) return [];
    return [
      detectionAt(id, module, node, {
        path: parts!.join('/'),
        missing: found.missing,
        why: found.why,
        ...(found.instead === undefined ? {} : { instead: `${folder}/${found.instead}` }),
      }),
    ];
  });
});

/** LIBERO's folder and the literal parts below it; undefined where a part has to be computed. */
function partsOf(node: Node, module: Module, depth = 0): string[] | undefined {
  if (depth > 8) return undefined;
  const text = stringValue(node);
  if (text !== undefined) return text.split('/').filter((part) => part !== '');
  if (node.type === 'identifier') {
    const given = [scopeOf(node), module.root]
      .map((scope) => assignmentsTo(scope, node.text))
      .find(({ length }) => length > 0);
    // one name, several paths one after another: the last before this use holds
    const value = given?.filter((each) => each.value.startIndex < node.startIndex).at(-1)?.value;
    return value && partsOf(value, module, depth + 1);
  }
  if (node.type === 'parenthesized_expression') return partsOf(childrenOf(node)[0]!, module, depth + 1);
  if (node.type === 'binary_operator' && node.childForFieldName('operator')?.text === '/') {
    return joined([node.childForFieldName('left')!, node.childForFieldName('right')!], module, depth);
  }
  if (node.type !== 'call') return undefined;
  const given = positionalArguments(node);
  if (methodOf(node) === 'get_libero_path') {
    const key = stringValue(given[0]);
    return key !== undefined && LIBERO_FOLDERS.has(key) ? [key] : undefined;
  }
  return /^(join|Path|str)$/.test(methodOf(node)) ? joined(given, module, depth) : undefined;
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

function isPartOfPath(node: Node): boolean {
  const around = node.parent?.type === 'argument_list' ? node.parent.parent : node.parent;
  if (around?.type === 'binary_operator') return true;
  return around?.type === 'call' && /^(join|Path|str)$/.test(methodOf(around));
}
