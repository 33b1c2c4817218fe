import { childrenOf, lineOf, type Node } from '../parse.ts';
import { calleeName, keywordArguments } from '../syntax/calls.ts';
import { resolveName } from '../syntax/imports.ts';
import type { Failure } from './import-failure.ts';
import { atLeast } from './python-version.ts';

/** Keywords of `dataclasses` that came after 3.7. */
const OPTIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'dataclasses.dataclass': { match_args: '3.10', kw_only: '3.10', slots: '3.10', weakref_slot: '3.11' },
  'dataclasses.field': { kw_only: '3.10' },
};

/** `@dataclass(slots=True)` or `field(kw_only=True)` where this Python's `dataclasses` has no such keyword. */
export function findNewOption(
  node: Node,
  python: string,
  imports: ReadonlyMap<string, string>,
): Failure | undefined {
  const [expression] = childrenOf(node);
  const call =
    node.type === 'decorator'
      ? expression
      : node.type === 'expression_statement'
        ? expression?.childForFieldName('right')
        : undefined;
  if (call?.type !== 'call') return undefined;
  const name = resolveName(calleeName(call) ?? '', imports);
  const options = Object.hasOwn(OPTIONS, name) ? OPTIONS[name]! : {};
  for (const key of keywordArguments(call).keys()) {
    const since = Object.hasOwn(options, key) ? options[key]! : undefined;
    if (since === undefined || atLeast(python, since)) continue;
    const error = `TypeError: ${name.split('.')[1]}() got an unexpected keyword argument '${key}'`;
    return { line: lineOf(call), error, pythons: { before: since }, text: call.text.split('\n')[0]! };
  }
  return undefined;
}
