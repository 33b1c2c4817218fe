import { childrenOf, type Node } from '../parse.ts';
import { calleeName, keywordArguments, positionalArguments } from './calls.ts';

export type Literal =
  | string
  | number
  | boolean
  | null
  | readonly Literal[]
  | { readonly [key: string]: Literal };

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

function resolveEscapes(text: string): string {
  return text.replace(
    /\\(?:(\r\n|\n|\r)|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{1,3})|([\s\S]))/g,
    (whole, newline, x, u, big, octal, single) => {
      if (newline) return '';
      const hex = x ?? u ?? big;
      if (hex)
        return Number.parseInt(hex, 16) > 0x10ffff ? whole : String.fromCodePoint(Number.parseInt(hex, 16));
      if (octal) return String.fromCodePoint(Number.parseInt(octal, 8));
      // an unknown escape keeps its backslash; \N{…} needs Unicode's table of names and stays as written
      return ESCAPES[single] ?? whole;
    },
  );
}

/**
 * Value of a string literal: prefixes, triple quotes, implicit concatenation and `+`. An f-string, bytes, or anything
 * that has to be computed is undefined.
 */
export function stringValue(node: Node | null | undefined): string | undefined {
  switch (node?.type) {
    case 'string': {
      const match = /^([a-zA-Z]*)('''|"""|'|")([\s\S]*)\2$/.exec(node.text);
      const prefix = match?.[1]?.toLowerCase();
      if (!match || prefix === undefined || /[fbt]/.test(prefix)) return undefined;
      return prefix.includes('r') ? match[3] : resolveEscapes(match[3]!);
    }
    case 'concatenated_string':
      return join(childrenOf(node));
    case 'parenthesized_expression':
      return stringValue(childrenOf(node)[0]);
    case 'binary_operator':
      if (node.childForFieldName('operator')?.text !== '+') return undefined;
      return join([node.childForFieldName('left'), node.childForFieldName('right')]);
    default:
      return undefined;
  }
}

function join(parts: (Node | null)[]): string | undefined {
  const values = parts.map(stringValue);
  return values.includes(undefined) ? undefined : values.join('');
}

function numberValue(text: string): number | undefined {
  const plain = text.replaceAll('_', '');
  return /^(0[xob][\da-f]+|(\d+\.?\d*|\.\d+)(e[+-]?\d+)?)$/i.test(plain) ? Number(plain) : undefined;
}

/** Value of a literal expression, containers included; undefined where anything in it has to be computed. */
export function literalValue(node: Node | null | undefined): Literal | undefined {
  switch (node?.type) {
    case 'true':
      return true;
    case 'false':
      return false;
    case 'none':
      return null;
    case 'integer':
    case 'float':
      return numberValue(node.text);
    case 'unary_operator': {
      const value = literalValue(node.childForFieldName('argument'));
      if (typeof value !== 'number') return undefined;
      const operator = node.childForFieldName('operator')?.text;
      return operator === '-' ? -value : operator === '+' ? value : undefined;
    }
    case 'parenthesized_expression':
      return literalValue(childrenOf(node)[0]);
    case 'list':
    case 'tuple': {
      const values = childrenOf(node).map(literalValue);
      return values.includes(undefined) ? undefined : (values as Literal[]);
    }
    case 'dictionary': {
      const entries: [string, Literal][] = [];
      for (const pair of childrenOf(node)) {
        const key = stringValue(pair.childForFieldName('key'));
        const value = literalValue(pair.childForFieldName('value'));
        if (key === undefined || value === undefined) return undefined;
        entries.push([key, value]);
      }
      return Object.fromEntries(entries);
    }
    default:
      return stringValue(node);
  }
}

/** `"a/b"` of `os.path.join("a", "b")`, `Path("a") / "b"` or a plain string, with Python's POSIX rules; else undefined. */
export function pathValue(node: Node | null | undefined): string | undefined {
  if (!node) return undefined;
  const text = stringValue(node);
  if (text !== undefined) return text;
  if (node.type === 'parenthesized_expression') return pathValue(childrenOf(node)[0]);
  if (node.type === 'call' && keywordArguments(node).size === 0) {
    const name = calleeName(node) ?? '';
    if (/(^|\.)(path\.join|Path|PurePath|PosixPath|str|fspath)$/.test(name)) {
      return joinPaths(positionalArguments(node).map(pathValue));
    }
  }
  if (node.type === 'binary_operator' && node.childForFieldName('operator')?.text === '/') {
    return joinPaths([node.childForFieldName('left'), node.childForFieldName('right')].map(pathValue));
  }
  return undefined;
}

function joinPaths(parts: (string | undefined)[]): string | undefined {
  if (parts.length === 0 || parts.includes(undefined)) return undefined;
  return (parts as string[]).reduce((path, part) =>
    part.startsWith('/') ? part : path === '' || path.endsWith('/') ? path + part : `${path}/${part}`,
  );
}
