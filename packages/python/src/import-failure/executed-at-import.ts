import { childrenOf, type Node } from '../parse.ts';
import { definedName, statementsOf } from '../syntax/scopes.ts';

/** A statement that surely runs when its file is imported. */
export interface ExecutedStatement {
  /** For a decorated definition the definition itself. */
  readonly node: Node;
  /** `Outer.Inner` of the class body that it stands in; empty in the module. */
  readonly within: string;
}

/**
 * Statements in the order in which the import runs them; a class comes after its body. What stands in an `if`, `try`,
 * `with` or loop is left out: nobody knows whether it runs, or who catches what it raises.
 */
export function* executedAtImport(scope: Node, within = ''): Generator<ExecutedStatement> {
  for (const statement of statementsOf(scope)) {
    const node =
      statement.type === 'decorated_definition' ? statement.childForFieldName('definition') : statement;
    if (!node) continue;
    // decorators are evaluated before the body, and applied after it
    for (const decorator of node === statement ? [] : childrenOf(statement)) {
      if (decorator.type === 'decorator') yield { node: decorator, within };
    }
    if (node.type === 'class_definition') {
      yield* executedAtImport(node, within === '' ? definedName(node) : `${within}.${definedName(node)}`);
    }
    yield { node, within };
  }
}

/** The only top-level definition or assignment of a name in a file; undefined where there are several or none. */
export function onlyBinding(root: Node, name: string): Node | undefined {
  const found: Node[] = [];
  const visit = (scope: Node) => {
    for (const statement of childrenOf(scope)) {
      const node =
        statement.type === 'decorated_definition' ? statement.childForFieldName('definition') : statement;
      if (node?.type === 'class_definition' || node?.type === 'function_definition') {
        if (definedName(node) === name) found.push(node);
      } else if (node?.type === 'expression_statement') {
        const [assignment] = childrenOf(node);
        if (assignment?.childForFieldName('left')?.text === name) found.push(assignment);
      } else if (node && /^(import|if|try|with|for|while|global|delete)/.test(node.type)) {
        if (new RegExp(`\\b${name}\\b`).test(node.text)) found.push(node);
      }
    }
  };
  visit(root);
  return found.length === 1 ? found[0] : undefined;
}
