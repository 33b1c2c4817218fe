import { childrenOf, lineOf, type Node, nodesOfType } from '../parse.ts';
import { type Literal, literalValue } from './literal.ts';

function enclosing(node: Node, type: string): Node | undefined {
  for (let parent = node.parent; parent; parent = parent.parent) if (parent.type === type) return parent;
  return undefined;
}

/** The innermost `def` around a node. */
export function enclosingFunction(node: Node): Node | undefined {
  return enclosing(node, 'function_definition');
}

/** The innermost `class` around a node. */
export function enclosingClass(node: Node): Node | undefined {
  return enclosing(node, 'class_definition');
}

/** The elements that a loop around a node gives a name, of `for name in ["a", "b"]:`; undefined where there is no such loop. */
export function loopElements(node: Node, name: string): Node[] | undefined {
  for (let parent = node.parent; parent; parent = parent.parent) {
    if (parent.type !== 'for_statement' || parent.childForFieldName('left')?.text !== name) continue;
    const right = parent.childForFieldName('right');
    return right && /^(list|tuple|expression_list)$/.test(right.type) ? childrenOf(right) : undefined;
  }
  return undefined;
}

/** `forward` of `def forward(…)`, `Encoder` of `class Encoder(…)`. */
export function definedName(definition: Node): string {
  return definition.childForFieldName('name')?.text ?? '';
}

/** Statements of a module, class, function, or block, in order. */
export function statementsOf(scope: Node): Node[] {
  return childrenOf(scope.childForFieldName('body') ?? scope);
}

export interface Assignment {
  /** Text of the target: `x`, `self.model`, `a[0]`. */
  readonly target: string;
  readonly value: Node;
  /** Of the annotation, where there is one. */
  readonly type: Node | undefined;
  readonly line: number;
}

/** Assignments anywhere under `root`, chained and element-wise ones (`a, b = 1, 2`) taken apart. */
export function assignmentsIn(root: Node): Assignment[] {
  return nodesOfType(root, 'assignment').flatMap(readAssignment);
}

function readAssignment(node: Node): Assignment[] {
  const left = node.childForFieldName('left');
  let value = node.childForFieldName('right');
  // a = b = c nests to the right, and the inner one is found by itself
  while (value?.type === 'assignment') value = value.childForFieldName('right');
  if (!left || !value) return [];
  const type = node.childForFieldName('type') ?? undefined;
  const line = lineOf(node);
  if (left.type !== 'pattern_list' && left.type !== 'tuple_pattern') {
    return [{ target: left.text, value, type, line }];
  }
  const targets = childrenOf(left);
  const values = value.type === 'expression_list' || value.type === 'tuple' ? childrenOf(value) : [];
  const paired =
    values.length === targets.length && ![...targets, ...values].some(({ type: t }) => /splat/.test(t));
  return targets.map((target, i) => ({
    target: target.text,
    value: paired ? values[i]! : value!,
    type,
    line,
  }));
}

export interface Constant {
  readonly name: string;
  readonly value: Literal;
  readonly line: number;
}

/** Names that the body of a module or class gives a literal exactly once, at its top level. */
export function constantsOf(scope: Node): Map<string, Constant> {
  const found = new Map<string, Constant | undefined>();
  for (const statement of statementsOf(scope)) {
    const node = statement.type === 'expression_statement' ? childrenOf(statement)[0] : undefined;
    if (node?.type !== 'assignment') continue;
    for (const { target, value, line } of readAssignment(node)) {
      const literal = literalValue(value);
      found.set(
        target,
        literal === undefined || found.has(target) ? undefined : { name: target, value: literal, line },
      );
    }
  }
  return new Map([...found].filter((entry): entry is [string, Constant] => entry[1] !== undefined));
}
