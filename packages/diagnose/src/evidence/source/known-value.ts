import {
  assignmentsIn,
  childrenOf,
  enclosingClass,
  type Literal,
  literalValue,
  type Node,
  nodesOfType,
} from '@plumb/python';
import type { Module } from './detector.ts';
import { assignmentsTo, scopeOf } from './syntax.ts';

/**
 * Value of an expression as far as the file itself tells it: a literal, a name given one once (in the function, as a
 * parameter's default, in the file), or a field of a config class in this file (`cfg.num_steps_wait`).
 */
export function knownValue(node: Node | undefined, module: Module): Literal | undefined {
  if (!node) return undefined;
  const literal = literalValue(node);
  if (literal !== undefined) return literal;
  if (node.type === 'identifier') return valueOfName(node, module);
  if (node.type === 'attribute' && node.childForFieldName('object')?.text === 'self') {
    const holder = enclosingClass(node);
    const given = holder ? assignmentsIn(holder).filter(({ target }) => target === node.text) : [];
    return given.length === 1 && given[0]!.value.id !== node.id
      ? knownValue(given[0]!.value, module)
      : undefined;
  }
  if (node.type === 'attribute') {
    const field = node.childForFieldName('attribute')?.text;
    const classes = nodesOfType(module.root, 'class_definition');
    const values = classes.flatMap((each) => (field ? assignmentsInBody(each, field) : []));
    return values.length === 1 ? literalValue(values[0]) : undefined;
  }
  return undefined;
}

function valueOfName(node: Node, module: Module): Literal | undefined {
  for (const scope of [scopeOf(node), module.root]) {
    const given = assignmentsTo(scope, node.text);
    if (given.length > 0) return given.length === 1 ? literalValue(given[0]!.value) : undefined;
    const value = defaultOf(scope, node.text);
    if (value) return literalValue(value);
  }
  return undefined;
}

/** Default of a function's parameter. */
export function defaultOf(definition: Node, name: string): Node | undefined {
  const parameters = definition.childForFieldName('parameters');
  const found =
    parameters && childrenOf(parameters).find((each) => each.childForFieldName('name')?.text === name);
  return found?.childForFieldName('value') ?? undefined;
}

function assignmentsInBody(definition: Node, field: string): Node[] {
  const body = definition.childForFieldName('body');
  return (body ? childrenOf(body) : []).flatMap((statement) => {
    const node = statement.type === 'expression_statement' ? childrenOf(statement)[0] : undefined;
    const fits = node?.type === 'assignment' && node.childForFieldName('left')?.text === field;
    return (fits && node.childForFieldName('right')) || [];
  });
}
