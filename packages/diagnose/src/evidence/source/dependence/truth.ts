import { childrenOf, type Node } from '@plumb/python';
import { evaluate } from './expression.ts';
import { attributeOf, type MethodScope } from './method-scope.ts';

/** Whether a condition is known to hold in this configuration; undefined where it may go either way. */
export function truthOf(node: Node, scope: MethodScope): boolean | undefined {
  // the constructor asked the same
  const decided = scope.decided.size > 0 ? scope.decided.get(node.text) : undefined;
  if (decided !== undefined) return decided;
  switch (node.type) {
    case 'parenthesized_expression':
      return truthOf(childrenOf(node)[0]!, scope);
    case 'not_operator': {
      const inner = truthOf(node.childForFieldName('argument')!, scope);
      return inner === undefined ? undefined : !inner;
    }
    case 'boolean_operator': {
      const sides = ['left', 'right'].map((side) => truthOf(node.childForFieldName(side)!, scope));
      const decisive = node.childForFieldName('operator')?.text === 'or';
      if (sides.includes(decisive)) return decisive;
      return sides.includes(undefined) ? undefined : !decisive;
    }
    case 'comparison_operator':
      return truthOfIsNone(node, scope);
    case 'call':
      return truthOfIsInstance(node, scope);
    case 'attribute': {
      const name = /^self\.(\w+)$/.exec(node.text)?.[1];
      const fact = name === undefined ? undefined : attributeOf(scope, name);
      if (fact?.kind === 'isinstance') return isInstance(scope, fact.attribute!, fact.name!);
      return fact ? truthOfValue(node, scope) : undefined;
    }
    case 'identifier':
    case 'integer':
    case 'true':
    case 'false':
      return truthOfValue(node, scope);
    default:
      return undefined;
  }
}

function truthOfValue(node: Node, scope: MethodScope): boolean | undefined {
  const value = evaluate(node, scope);
  return value.kind === 'atom' && value.literal !== undefined ? !!value.literal : undefined;
}

function truthOfIsNone(node: Node, scope: MethodScope): boolean | undefined {
  const negated = / is (not )?None$/.exec(node.text);
  if (!negated) return undefined;
  const value = evaluate(childrenOf(node)[0]!, scope);
  if (value.kind !== 'atom' || value.literal === undefined) return undefined;
  return (value.literal === null) !== (negated[1] !== undefined);
}

function truthOfIsInstance(node: Node, scope: MethodScope): boolean | undefined {
  if (node.childForFieldName('function')?.text !== 'isinstance') return undefined;
  const [asked, type] = childrenOf(node.childForFieldName('arguments')!);
  const attribute = /^self\.(\w+)$/.exec(asked?.text ?? '')?.[1];
  return attribute && type ? isInstance(scope, attribute, type.text) : undefined;
}

function isInstance(scope: MethodScope, attribute: string, type: string): boolean | undefined {
  const fact = attributeOf(scope, attribute);
  if (fact?.kind !== 'module' || !fact.name || !/^[\w.]+$/.test(type)) return undefined;
  return fact.name.split('.').at(-1) === type.split('.').at(-1);
}
