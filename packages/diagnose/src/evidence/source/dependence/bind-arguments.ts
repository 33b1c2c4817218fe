import { childrenOf, type Literal, literalValue, type Node } from '@plumb/python';
import type { Given } from './method-scope.ts';
import { CONSTANT, combine, INPUT, literalAtom, type Value } from './value.ts';

interface Parameter {
  readonly name: string;
  readonly kind: 'plain' | 'args' | 'kwargs' | 'keyword-only';
  readonly fallback: Node | undefined;
  readonly type: string | undefined;
}

function parametersOf(method: Node): Parameter[] {
  const list = method.childForFieldName('parameters');
  let kind: Parameter['kind'] = 'plain';
  return (list ? childrenOf(list) : []).flatMap((node): Parameter[] => {
    const fallback = node.childForFieldName('value') ?? undefined;
    const type = node.childForFieldName('type')?.text;
    const inner = node.type === 'typed_parameter' ? childrenOf(node)[0]! : node;
    if (inner.type === 'list_splat_pattern' || inner.type === 'keyword_separator') {
      kind = 'keyword-only';
      const name = childrenOf(inner)[0]?.text;
      return name ? [{ name, kind: 'args', fallback, type }] : [];
    }
    if (inner.type === 'dictionary_splat_pattern')
      return [{ name: childrenOf(inner)[0]?.text ?? '', kind: 'kwargs', fallback, type }];
    const name = node.childForFieldName('name')?.text ?? inner.text;
    return [{ name, kind, fallback, type }];
  });
}

/** Names of a method's parameters with what they get from a call; undefined where they don't fit. */
export function bindArguments(method: Node, given: Given): Map<string, Value> | undefined {
  const parameters = parametersOf(method).filter(({ name }, i) => !(i === 0 && /^(self|cls)$/.test(name)));
  const names = new Map<string, Value>();
  const left = [...given.positional];
  const keyword = new Map(given.keyword);
  for (const { name, kind, fallback } of parameters) {
    if (kind === 'args') names.set(name, combine(...left.splice(0)));
    else if (kind === 'kwargs') names.set(name, combine(...keyword.values()));
    else if (kind === 'plain' && left.length > 0) names.set(name, left.shift()!);
    else if (keyword.has(name)) names.set(name, keyword.get(name)!);
    else if (fallback) names.set(name, defaultValue(fallback));
    else return undefined;
    keyword.delete(name);
  }
  return left.length === 0 ? names : undefined;
}

function defaultValue(node: Node): Value {
  const literal = literalValue(node);
  return literal === undefined ? CONSTANT : literalAtom(literal);
}

/** Parameters of a `forward` that nobody calls: what may be data is an input, switches are not. */
export function bindInputs(method: Node): Map<string, Value> {
  return new Map(
    parametersOf(method)
      .filter(({ name }) => name !== 'self')
      .map(({ name, fallback, type }) => [name, isSwitch(literalValue(fallback), type) ? CONSTANT : INPUT]),
  );
}

function isSwitch(fallback: Literal | undefined, type: string | undefined): boolean {
  return (
    typeof fallback === 'boolean' ||
    typeof fallback === 'number' ||
    /^(Optional\[)?(bool|int|float|str)\b/.test(type ?? '')
  );
}
