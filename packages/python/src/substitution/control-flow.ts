import { childrenOf, type Node } from '../parse.ts';
import { calleeName } from '../syntax/calls.ts';
import { statementsOf } from '../syntax/scopes.ts';

const EXITS = new Set([
  'exit',
  'quit',
  'sys.exit',
  'os._exit',
  'os.abort',
  'pytest.skip',
  'pytest.fail',
  'pytest.exit',
]);

/** How a block is left: `stops` on every path by an exception or the end of the process, else how its last path goes. */
export type Exit = 'stops' | 'returns' | 'next-iteration' | 'falls-through';

/** How a list of statements is left. */
export function exitOf(statements: readonly Node[]): Exit {
  for (const statement of statements) {
    const exit = exitOfStatement(statement);
    if (exit !== 'falls-through') return exit;
  }
  return 'falls-through';
}

function exitOfStatement(statement: Node): Exit {
  switch (statement.type) {
    case 'raise_statement':
      return 'stops';
    case 'return_statement':
      return 'returns';
    case 'continue_statement':
    case 'break_statement':
      return 'next-iteration';
    case 'expression_statement': {
      const [expression] = childrenOf(statement);
      return expression?.type === 'call' && EXITS.has(calleeName(expression) ?? '')
        ? 'stops'
        : 'falls-through';
    }
    case 'assert_statement':
      return /^(False|0)\b/.test(childrenOf(statement)[0]?.text ?? '') ? 'stops' : 'falls-through';
    case 'with_statement':
      return exitOf(statementsOf(statement));
    case 'if_statement':
      return exitOfIf(statement);
    default:
      return 'falls-through';
  }
}

function exitOfIf(statement: Node): Exit {
  const branches = [statement.childForFieldName('consequence')];
  let complete = false;
  for (const child of childrenOf(statement)) {
    if (child.type === 'elif_clause') branches.push(child.childForFieldName('consequence'));
    if (child.type === 'else_clause') {
      branches.push(child.childForFieldName('body'));
      complete = true;
    }
  }
  const exits = branches.map((branch) => (branch ? exitOf(childrenOf(branch)) : 'falls-through'));
  if (!complete || exits.includes('falls-through')) return 'falls-through';
  return exits.find((exit) => exit !== 'stops') ?? 'stops';
}

/** The block of an `except` clause. */
export function handlerBlock(clause: Node): Node | undefined {
  return childrenOf(clause).find(({ type }) => type === 'block');
}

/** Exception types that a clause catches, as written. */
export function caughtTypes(clause: Node): string[] {
  let [type] = childrenOf(clause).filter((child) => child.type !== 'block');
  if (type?.type === 'as_pattern') type = childrenOf(type)[0];
  if (!type) return ['BaseException'];
  while (type.type === 'parenthesized_expression' && childrenOf(type)[0]) type = childrenOf(type)[0]!;
  return type.type === 'tuple' ? childrenOf(type).map(({ text }) => text) : [type.text];
}
