import { childrenOf, literalValue, type Node, nodesOfType, stringValue } from '@plumb/python';
import { namesIn } from '../syntax.ts';
import { operationOf } from './arithmetic.ts';
import { assign } from './assign.ts';
import { callResult } from './call-result.ts';
import { attributeOf, type MethodScope } from './method-scope.ts';
import { truthOf } from './truth.ts';
import {
  type Callable,
  CONSTANT,
  collapse,
  combine,
  INPUT,
  join,
  learnedAtom,
  literalAtom,
  type Value,
} from './value.ts';

/** What of a tensor does not depend on its numbers. */
const SHAPE = /^(shape|device|dtype|ndim|layout|is_cuda|requires_grad|names|itemsize|nbytes)$/;
/** Parameters of a library's module: `self.queries.weight`, `self.tower.cls_token`; not `self.tower.config`. */
const PARAMETER_OF_MODULE = /^(weight|bias|data|\w*_(embed\w*|token\w*|quer\w*))$/;

/** What an expression depends on. Names that it binds (`:=`, `as`) are kept in the scope. */
export function evaluate(node: Node, scope: MethodScope): Value {
  switch (node.type) {
    case 'identifier':
      return scope.names.get(node.text) ?? CONSTANT;
    case 'attribute':
      return evaluateAttribute(node, scope);
    case 'subscript':
      return evaluateSubscript(node, scope);
    case 'call':
      return callResult(node, scope);
    case 'binary_operator':
      return operationOf(node, scope);
    case 'parenthesized_expression':
    case 'await':
    case 'list_splat': {
      const [inner] = childrenOf(node);
      return inner ? evaluate(inner, scope) : CONSTANT;
    }
    case 'keyword_argument':
      return evaluate(node.childForFieldName('value')!, scope);
    case 'expression_list':
    case 'tuple':
    case 'list': {
      const items = childrenOf(node);
      const values = items.map((each) => evaluate(each, scope));
      return items.some(({ type }) => type === 'list_splat')
        ? combine(...values)
        : { kind: 'tuple', items: values };
    }
    case 'dictionary':
      return evaluateDictionary(node, scope);
    case 'conditional_expression':
      return evaluateConditional(node, scope);
    case 'comparison_operator':
      // whether something is there at all is not what it shows
      if (/ is (not )?None$/.test(node.text)) return CONSTANT;
      return combine(...childrenOf(node).map((each) => evaluate(each, scope)));
    case 'named_expression': {
      const value = evaluate(node.childForFieldName('value')!, scope);
      assign(node.childForFieldName('name')!, value, scope);
      return value;
    }
    case 'as_pattern': {
      const [held, alias] = childrenOf(node) as [Node, Node | undefined];
      const value = evaluate(held, scope);
      if (alias) assign(childrenOf(alias)[0] ?? alias, value, scope);
      return value;
    }
    case 'lambda':
      return nestedFunction(node, scope);
    default: {
      const literal = literalValue(node);
      return literal === undefined ? everythingRead(node, scope) : literalAtom(literal);
    }
  }
}

function everythingRead(node: Node, scope: MethodScope): ReturnType<typeof combine> {
  const own = nodesOfType(node, 'attribute').filter((each) => /^self\.\w+$/.test(each.text));
  return combine(
    ...[...namesIn(node)].flatMap((name) => scope.names.get(name) ?? []),
    ...own.map((each) => evaluate(each, scope)),
  );
}

/** A function or lambda defined on the way: calling it may read whatever its body names. */
export function nestedFunction(node: Node, scope: MethodScope): Callable {
  return { kind: 'callable', captured: everythingRead(node.childForFieldName('body') ?? node, scope) };
}

function evaluateAttribute(node: Node, scope: MethodScope): Value {
  const kept = scope.names.get(node.text);
  if (kept) return kept;
  const object = node.childForFieldName('object')!;
  const name = node.childForFieldName('attribute')!.text;
  if (object.type === 'identifier' && object.text === 'self') return ownAttribute(name, node, scope);
  if (SHAPE.test(name)) return CONSTANT;
  const held = evaluate(object, scope);
  if (held.kind === 'entries') return held.entries.get(name) ?? collapse(held);
  if (held.kind !== 'callable' || held.captured) return collapse(held);
  return PARAMETER_OF_MODULE.test(name) ? learnedAtom(node) : { kind: 'callable' };
}

function ownAttribute(name: string, node: Node, scope: MethodScope): Value {
  if (scope.facts.written.has(name)) return INPUT;
  const fact = attributeOf(scope, name);
  if (fact?.kind === 'parameter') return learnedAtom(node);
  if (fact?.kind === 'literal') return literalAtom(fact.literal!);
  return fact?.kind === 'other' ? CONSTANT : { kind: 'callable', attribute: name };
}

function evaluateSubscript(node: Node, scope: MethodScope): Value {
  const held = evaluate(node.childForFieldName('value')!, scope);
  const index = node.childForFieldName('subscript');
  const literal = literalValue(index);
  if (held.kind === 'tuple' && typeof literal === 'number') {
    const item = held.items.at(literal);
    if (item) return item;
  }
  if (held.kind === 'entries' && typeof literal === 'string') {
    return held.entries.get(literal) ?? collapse(held);
  }
  if (held.kind === 'callable' && !held.captured) return { kind: 'callable' };
  return index ? combine(held, evaluate(index, scope)) : collapse(held);
}

function evaluateDictionary(node: Node, scope: MethodScope): Value {
  const entries = new Map<string, Value>();
  const others: Value[] = [];
  for (const each of childrenOf(node)) {
    const key = stringValue(each.childForFieldName('key'));
    const value = each.childForFieldName('value');
    if (key !== undefined && value) {
      entries.set(key, evaluate(value, scope));
      continue;
    }
    const spread = evaluate(value ?? childrenOf(each)[0] ?? each, scope);
    if (spread.kind === 'entries') for (const [name, held] of spread.entries) entries.set(name, held);
    else others.push(spread);
  }
  return others.length === 0
    ? { kind: 'entries', entries }
    : combine({ kind: 'entries', entries }, ...others);
}

function evaluateConditional(node: Node, scope: MethodScope): Value {
  const [whenTrue, condition, whenFalse] = childrenOf(node) as [Node, Node, Node];
  const truth = truthOf(condition, scope);
  if (truth !== undefined) return evaluate(truth ? whenTrue : whenFalse, scope);
  const either = join(evaluate(whenTrue, scope), evaluate(whenFalse, scope));
  const asked = collapse(evaluate(condition, scope));
  return asked.dependence === 'constant' ? either : combine(either, asked);
}
