import { childrenOf, type Node, nodesOfType } from '../parse.ts';
import { dottedName, lastName } from './dotted-name.ts';

/**
 * Calls of `name` under `root`, in document order. A bare name fits any object (`load_state_dict` finds
 * `self.model.load_state_dict(…)`); a dotted one fits whole parts at the end (`hub.load` finds `torch.hub.load`).
 */
export function findCalls(root: Node, ...names: string[]): Node[] {
  return nodesOfType(root, 'call').filter((call) => names.some((name) => calls(call, name)));
}

function calls(call: Node, name: string): boolean {
  const callee = call.childForFieldName('function');
  if (!name.includes('.')) return lastName(callee) === name;
  const dotted = dottedName(callee);
  return dotted === name || dotted?.endsWith(`.${name}`) === true;
}

/** `torch.load` of `torch.load(path)`; undefined where the callee is no plain name. */
export function calleeName(call: Node): string | undefined {
  return dottedName(call.childForFieldName('function'));
}

function argumentsOf(call: Node): Node[] {
  const list = call.childForFieldName('arguments');
  // `f(x for x in y)` has a generator in place of the list
  return list?.type === 'argument_list' ? childrenOf(list) : list ? [list] : [];
}

/** Arguments given by keyword. What `**kwargs` holds is not known: see `hasSplat`. */
export function keywordArguments(call: Node): Map<string, Node> {
  const found = new Map<string, Node>();
  for (const argument of argumentsOf(call)) {
    if (argument.type !== 'keyword_argument') continue;
    const name = argument.childForFieldName('name')?.text;
    const value = argument.childForFieldName('value');
    if (name && value) found.set(name, value);
  }
  return found;
}

/** Arguments given by position, up to the first `*args`. */
export function positionalArguments(call: Node): Node[] {
  const found: Node[] = [];
  for (const argument of argumentsOf(call)) {
    if (argument.type === 'list_splat') break;
    if (argument.type !== 'keyword_argument' && argument.type !== 'dictionary_splat') found.push(argument);
  }
  return found;
}

/** An argument by keyword, else by position. */
export function argumentOf(call: Node, name: string, position: number): Node | undefined {
  return keywordArguments(call).get(name) ?? positionalArguments(call)[position];
}

/** Whether `*args` or `**kwargs` may add arguments that the source does not show. */
export function hasSplat(call: Node): boolean {
  return argumentsOf(call).some(({ type }) => type === 'list_splat' || type === 'dictionary_splat');
}
