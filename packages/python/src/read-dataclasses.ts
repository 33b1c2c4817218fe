import { childrenOf, lineOf, type Node, nodesOfType } from './parse.ts';
import type { SourceTree } from './source-tree.ts';
import { calleeName, keywordArguments } from './syntax/calls.ts';
import { dottedName } from './syntax/dotted-name.ts';
import { importedNames, resolveName } from './syntax/imports.ts';
import { type Literal, literalValue } from './syntax/literal.ts';
import { definedName, statementsOf } from './syntax/scopes.ts';

export interface DataclassField {
  readonly name: string;
  /** Text of the annotation. */
  readonly annotation: string;
  readonly line: number;
  /** Value of a default that is a literal (also of `field(default=…)`). */
  readonly default?: Literal;
  /** Text of any default, as written. */
  readonly defaultText?: string;
}

export interface Dataclass {
  readonly name: string;
  /** Relative to the tree's root. */
  readonly file: string;
  readonly line: number;
  /** Base classes, as written. */
  readonly bases: readonly string[];
  readonly fields: readonly DataclassField[];
}

/** The decorator that makes a class a dataclass, of the standard library; undefined where it isn't one. */
export function dataclassDecorator(node: Node, imports: ReadonlyMap<string, string>): Node | undefined {
  if (node.parent?.type !== 'decorated_definition') return undefined;
  return childrenOf(node.parent)
    .filter(({ type }) => type === 'decorator')
    .flatMap((decorator) => childrenOf(decorator))
    .find((expression) => {
      const name = expression.type === 'call' ? calleeName(expression) : dottedName(expression);
      return name !== undefined && resolveName(name, imports) === 'dataclasses.dataclass';
    });
}

/** Annotated assignments in a class body: the target, annotation and value of each. */
export function annotatedFields(
  node: Node,
): { name: string; type: Node; value: Node | undefined; line: number }[] {
  return statementsOf(node).flatMap((statement) => {
    const assignment = statement.type === 'expression_statement' ? childrenOf(statement)[0] : undefined;
    const left = assignment?.type === 'assignment' ? assignment.childForFieldName('left') : undefined;
    const type = assignment?.childForFieldName('type');
    if (left?.type !== 'identifier' || !type) return [];
    const value = assignment?.childForFieldName('right') ?? undefined;
    return [{ name: left.text, type, value, line: lineOf(left) }];
  });
}

function readField({ name, type, value, line }: ReturnType<typeof annotatedFields>[number]): DataclassField {
  const isField = value?.type === 'call' && /(^|\.)field$/.test(calleeName(value) ?? '');
  const given = isField ? keywordArguments(value).get('default') : value;
  const literal = literalValue(given);
  return {
    name,
    annotation: type.text,
    line,
    ...(literal === undefined ? {} : { default: literal }),
    ...(value ? { defaultText: value.text } : {}),
  };
}

/** Every dataclass of a source tree with its own fields (inherited ones are with the base). */
export async function readDataclasses(tree: SourceTree): Promise<Dataclass[]> {
  const found: Dataclass[] = [];
  for (const file of tree.files) {
    if (!(await tree.readText(file)).includes('dataclass')) continue;
    const { rootNode } = await tree.parse(file);
    const imports = importedNames(rootNode);
    for (const node of nodesOfType(rootNode, 'class_definition')) {
      if (!dataclassDecorator(node, imports)) continue;
      const bases = node.childForFieldName('superclasses');
      found.push({
        name: definedName(node),
        file,
        line: lineOf(node),
        bases: bases ? childrenOf(bases).map(({ text }) => text) : [],
        fields: annotatedFields(node).map(readField),
      });
    }
  }
  return found;
}
