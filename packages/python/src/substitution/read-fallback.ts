import { childrenOf, type Node, nodesOfType } from '../parse.ts';
import { keywordArguments, positionalArguments } from '../syntax/calls.ts';
import { stringValue } from '../syntax/literal.ts';
import { assignmentsIn, definedName, enclosingClass, enclosingFunction } from '../syntax/scopes.ts';
import { type Loader, type LoaderContext, loaderIn } from './read-loader.ts';

/** What a name stands for at a load in a handler: `name = FALLBACK` above it. A name made of itself is the same thing. */
export function reassignedSubject({ call, subject }: Loader): Node | undefined {
  if (subject?.type !== 'identifier') return undefined;
  const handler = ancestor(call, 'except_clause') ?? ancestor(call, 'if_statement');
  const value = handler
    ? assignmentsIn(handler).findLast(
        (each) => each.target === subject.text && each.value.endIndex < call.startIndex,
      )?.value
    : undefined;
  if (!value || [value, ...nodesOfType(value, 'identifier')].some(({ text }) => text === subject.text))
    return undefined;
  return value;
}

/** `return load("other")` within `load`: the call, and the argument that names another thing, where one does. */
export function recursionIn(value: Node): { call: Node; other: Node | undefined } | undefined {
  const scope = enclosingFunction(value);
  const name = scope && definedName(scope);
  const call = name && nodesOfType(value, 'call').find((each) => ownCallee(each) === name);
  if (!call) return undefined;
  const given = [...positionalArguments(call), ...keywordArguments(call).values()];
  // a module's constant is as good as its literal; a parameter handed on is the same thing again
  return {
    call,
    other: given.find((each) => stringValue(each) !== undefined || /^[A-Z_]+$/.test(each.text)),
  };
}

/** What a helper of the same class or file loads: `self._fallback()`; undefined where it is not there, or loads several. */
export function loaderOfHelper(call: Node, context: LoaderContext, target?: string): Loader | undefined {
  const helper = helperOf(call);
  if (!helper) return undefined;
  const values = nodesOfType(helper, 'return_statement').flatMap(
    (statement) => childrenOf(statement)[0] ?? [],
  );
  const assigned = assignmentsIn(helper).filter(
    (each) => each.target === target || values.some(({ text }) => text === each.target),
  );
  const loaders = [...values, ...assigned.map(({ value }) => value)].flatMap(
    (value) => loaderIn(value, context) ?? [],
  );
  return loaders.length === 1 ? loaders[0] : undefined;
}

function helperOf(call: Node): Node | undefined {
  const name = ownCallee(call);
  if (name === undefined) return undefined;
  const method = call.childForFieldName('function')?.type === 'attribute';
  const owner = enclosingClass(call);
  if (method && !owner) return undefined;
  const found = nodesOfType(method ? owner! : call.tree.rootNode, 'function_definition').filter(
    (each) => definedName(each) === name && (method || !enclosingClass(each)),
  );
  return found.length === 1 ? found[0] : undefined;
}

/** `load` of `load(…)`, `self.load(…)` and `cls.load(…)`. */
function ownCallee(call: Node): string | undefined {
  return /^(?:self\.|cls\.)?(\w+)$/.exec(call.childForFieldName('function')?.text ?? '')?.[1];
}

function ancestor(node: Node, type: string): Node | undefined {
  for (let parent = node.parent; parent; parent = parent.parent) if (parent.type === type) return parent;
  return undefined;
}
