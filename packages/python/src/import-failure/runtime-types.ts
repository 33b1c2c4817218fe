import { childrenOf, lineOf, type Node } from '../parse.ts';
import { onlyBinding } from './executed-at-import.ts';
import type { Failure } from './import-failure.ts';
import { atLeast } from './python-version.ts';

const BUILT_IN = new Set(
  'int float complex bool str bytes bytearray object type list dict set frozenset tuple'.split(' '),
);
const GENERIC = new Set('list dict set frozenset tuple type'.split(' '));

/** The type of an operand of `|`, where it is certain: Python names it in the error. */
function operandType(node: Node): string | undefined {
  if (node.type === 'type') return operandType(childrenOf(node)[0]!);
  if (node.type === 'none') return 'NoneType';
  if (node.type === 'identifier') return isBuiltIn(node, BUILT_IN) ? 'type' : undefined;
  return isBuiltInGeneric(node) ? 'types.GenericAlias' : undefined;
}

/** `list[int]`: a `generic_type` in an annotation, a `subscript` elsewhere. */
function isBuiltInGeneric(node: Node): boolean {
  const name = /^(generic_type|subscript)$/.test(node.type) ? childrenOf(node)[0] : undefined;
  return name !== undefined && isBuiltIn(name, GENERIC);
}

function isBuiltIn(node: Node, names: ReadonlySet<string>): boolean {
  return (
    node.type === 'identifier' &&
    names.has(node.text) &&
    onlyBinding(node.tree.rootNode, node.text) === undefined
  );
}

/** Expressions of a statement that the import evaluates: annotations of signatures, of class and module variables, and values. */
function* evaluated(node: Node): Generator<Node> {
  if (node.type === 'function_definition') {
    const parameters = node.childForFieldName('parameters');
    for (const parameter of parameters ? childrenOf(parameters) : []) {
      const type = parameter.childForFieldName('type');
      if (type) yield type;
    }
    const returned = node.childForFieldName('return_type');
    if (returned) yield returned;
    return;
  }
  if (node.type !== 'expression_statement') return;
  const [assignment] = childrenOf(node);
  if (assignment?.type !== 'assignment') return;
  for (const field of ['right', 'type'] as const) {
    const part = assignment.childForFieldName(field);
    if (part && part.type !== 'lambda') yield part;
  }
}

/** `int | None` before 3.10 and `list[int]` before 3.9, where the import evaluates them. */
export function findRuntimeType(node: Node, python: string, futureAnnotations: boolean): Failure | undefined {
  if (atLeast(python, '3.10')) return undefined;
  for (const part of evaluated(node)) {
    if (futureAnnotations && isAnnotation(part)) continue;
    const failure = failureIn(part, python);
    if (failure) return failure;
  }
  return undefined;
}

function isAnnotation(node: Node): boolean {
  return node.type === 'type';
}

/** The operands of an expression are evaluated before itself, from left to right. */
function failureIn(node: Node, python: string): Failure | undefined {
  if (node.type === 'lambda' || node.type === 'string') return undefined;
  for (const child of childrenOf(node)) {
    const failure = failureIn(child, python);
    if (failure) return failure;
  }
  const at = { line: lineOf(node), text: node.text.split('\n')[0]! };
  if (!atLeast(python, '3.9') && isBuiltInGeneric(node)) {
    return { ...at, error: "TypeError: 'type' object is not subscriptable", pythons: { before: '3.9' } };
  }
  const isUnion =
    node.type === 'union_type' ||
    (node.type === 'binary_operator' && node.childForFieldName('operator')?.text === '|');
  const [left, right] = isUnion ? childrenOf(node).map(operandType) : [];
  if (!left || !right) return undefined;
  const error = `TypeError: unsupported operand type(s) for |: '${left}' and '${right}'`;
  return { ...at, error, pythons: { before: '3.10' } };
}
