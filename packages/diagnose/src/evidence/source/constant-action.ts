import {
  childrenOf,
  definedName,
  type Node,
  nodesOfType,
  positionalArguments,
  type SourceTree,
} from '@plumb/python';
import type { Module } from './detector.ts';
import { assignmentsTo, methodOf, scopeOf } from './syntax.ts';

const ARRAY = /^(np|numpy|torch)\.(array|asarray|tensor)$/;
const ZEROS = /^(np|numpy|torch)\.zeros$/;
/** Helpers that give the action which does nothing: `get_libero_dummy_action()`. */
const HELPER = /dummy|noop|no_op|null_action/i;

/** What an action is, `zeros` or as written; undefined where a policy may have made it. A helper stays `helper()`. */
export function constantAction(action: Node, module: Module): string | undefined {
  if (action.type === 'identifier') {
    const given = [scopeOf(action), module.root].flatMap((scope) => assignmentsTo(scope, action.text));
    // the same assignment is found twice where the scope is the file
    const [first, ...rest] = new Set(given.map(({ value }) => value.id));
    return first !== undefined && rest.length === 0 ? constantAction(given[0]!.value, module) : undefined;
  }
  if (action.type === 'call') {
    const name = action.childForFieldName('function')?.text ?? '';
    if (ZEROS.test(name)) return 'zeros';
    const [value] = positionalArguments(action);
    if (ARRAY.test(name)) return value && constantAction(value, module);
    return HELPER.test(methodOf(action))
      ? (returnedBy(methodOf(action), module) ?? `${methodOf(action)}()`)
      : undefined;
  }
  if (!/^[[\]\d\s.,*+-]+$/.test(action.text) || !/\d/.test(action.text)) return undefined;
  const text = action.text.replace(/\s+/g, ' ');
  return /[1-9]/.test(text.replace(/\*\s*\d+/g, '')) ? text : 'zeros';
}

function returnedBy(helper: string, module: Module): string | undefined {
  const definition = nodesOfType(module.root, 'function_definition').find(
    (each) => definedName(each) === helper,
  );
  const values = definition
    ? nodesOfType(definition, 'return_statement').map((node) => childrenOf(node)[0])
    : [];
  return values.length === 1 && values[0] ? constantAction(values[0], module) : undefined;
}

/** What a helper of another file returns; the helper's name where nobody tells. */
export async function resolveHelper(action: string, tree: SourceTree): Promise<string> {
  const helper = /^(\w+)\(\)$/.exec(action)?.[1];
  if (!helper) return action;
  for (const path of tree.files) {
    const text = await tree.readText(path);
    if (!text.includes(`def ${helper}(`)) continue;
    const found = returnedBy(helper, { path, text, root: (await tree.parse(path)).rootNode });
    if (found) return found;
  }
  return action;
}
