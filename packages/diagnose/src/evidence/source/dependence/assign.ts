import { childrenOf, dottedName, lastName, type Node, stringValue } from '@plumb/python';
import { evaluate } from './expression.ts';
import type { MethodScope } from './method-scope.ts';
import { collapse, combine, type Value } from './value.ts';

/** Keeps a value under the names of a target, taken apart where both have the same number of elements. */
export function assign(target: Node, value: Value, scope: MethodScope): void {
  switch (target.type) {
    case 'identifier':
      scope.names.set(target.text, value);
      return;
    case 'pattern_list':
    case 'tuple_pattern':
    case 'list_pattern': {
      const targets = childrenOf(target);
      const fits = value.kind === 'tuple' && value.items.length === targets.length;
      for (const [i, each] of targets.entries()) {
        assign(each, fits ? value.items[i]! : collapse(value), scope);
      }
      return;
    }
    case 'list_splat_pattern':
      assign(childrenOf(target)[0]!, collapse(value), scope);
      return;
    case 'subscript':
      assignElement(target, value, scope);
      return;
    case 'attribute': {
      const name = dottedName(target);
      if (name) scope.names.set(name, value);
    }
  }
}

/** `outputs["actions"] = value`; any other element makes the whole depend on it. */
function assignElement(target: Node, value: Value, scope: MethodScope): void {
  const object = target.childForFieldName('value')!;
  const index = target.childForFieldName('subscript')!;
  const key = stringValue(index);
  const held = evaluate(object, scope);
  if (held.kind === 'entries' && key !== undefined) {
    assign(object, { kind: 'entries', entries: new Map(held.entries).set(key, value) }, scope);
  } else if (object.type === 'identifier') {
    assign(object, combine(held, value, evaluate(index, scope)), scope);
  }
}

const LOOKS_ONLY = /^(print|log\w*|warn\w*|info|debug|assert\w*|check\w*|super)$/;

/** A call for its effect (`x.add_(y)`, `features.append(y)`): whatever it gets may change what it gets. */
export function mutate(call: Node, scope: MethodScope): void {
  const callee = call.childForFieldName('function')!;
  const given = call.childForFieldName('arguments');
  const method = lastName(callee) ?? '';
  if (!given || LOOKS_ONLY.test(method)) return;
  const values = childrenOf(given).map((each) => evaluate(each, scope));
  const object = callee.type === 'attribute' ? callee.childForFieldName('object') : null;
  const held = object?.type === 'identifier' ? scope.names.get(object.text) : undefined;
  if (object && held) {
    const [added] = values;
    if (method === 'update' && held.kind === 'entries' && added?.kind === 'entries') {
      scope.names.set(object.text, {
        kind: 'entries',
        entries: new Map([...held.entries, ...added.entries]),
      });
    } else if (held.kind !== 'callable') {
      scope.names.set(object.text, combine(held, ...values));
    }
    return;
  }
  for (const each of childrenOf(given)) {
    const known = each.type === 'identifier' ? scope.names.get(each.text) : undefined;
    if (known && known.kind !== 'callable') scope.names.set(each.text, combine(known, ...values));
  }
}
