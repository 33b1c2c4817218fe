import { evaluateArithmetic } from './evaluate-arithmetic.ts';

const LIMITS = {
  /** References to references. Diffusion Policy's configs go through three. */
  depth: 32,
  /** Values that are resolved: shared parts are resolved anew wherever they are named. */
  values: 20_000,
  /** Characters of a text with interpolations, before and after: a few names, each twice the other, fill the memory. */
  text: 10_000,
};

/** What could not be resolved stands here with its text, in place of a value. */
export class Unresolved {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/**
 * A part of a config of OmegaConf's with its `${a.b}` and `${eval:…}` resolved as `OmegaConf.resolve` would, where
 * `eval` is registered as Diffusion Policy's scripts do. Other resolvers (`${now:…}`) are left `Unresolved`.
 */
export function resolveInterpolations(root: unknown, part: unknown): unknown {
  let values = 0;
  const resolve = (value: unknown, depth: number): unknown => {
    if (depth > LIMITS.depth || ++values > LIMITS.values) return new Unresolved('a reference without an end');
    if (typeof value === 'string') return resolveText(value, depth);
    if (Array.isArray(value)) return value.map((item) => resolve(item, depth + 1));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, resolve(item, depth + 1)]));
  };

  /** A whole interpolation keeps the type of what it names; one within a text becomes text. */
  const resolveText = (text: string, depth: number): unknown => {
    if (!text.includes('${')) return text;
    const inner = wholeInterpolation(text);
    if (inner !== undefined) return resolveOne(inner, depth);
    const filled = fill(text, depth);
    return filled ?? new Unresolved(text);
  };

  const resolveOne = (inner: string, depth: number): unknown => {
    if (depth > LIMITS.depth) return new Unresolved(inner);
    const expression = /^eval:\s*(.*)$/s.exec(inner)?.[1];
    if (expression !== undefined) {
      const quoted = /^(['"])(.*)\1$/s.exec(expression.trim());
      const filled = fill(quoted ? quoted[2]! : expression, depth + 1);
      const value = filled === undefined ? undefined : evaluateArithmetic(filled);
      return value === undefined ? new Unresolved(`\${${inner}}`) : value;
    }
    if (!/^[\w.-]+$/.test(inner) || inner.startsWith('.')) return new Unresolved(`\${${inner}}`);
    const found = inner.split('.').reduce<unknown>((at, key) => fieldOf(at, key, depth), root);
    return found === undefined ? new Unresolved(`\${${inner}}`) : resolve(found, depth + 1);
  };

  /** A field of what may be a reference itself: `policy.model.input_dim`. */
  const fieldOf = (at: unknown, key: string, depth: number): unknown => {
    const holder = typeof at === 'string' ? resolve(at, depth + 1) : at;
    if (typeof holder !== 'object' || holder === null || holder instanceof Unresolved) return undefined;
    return Object.hasOwn(holder, key) ? (holder as Record<string, unknown>)[key] : undefined;
  };

  const fill = (text: string, depth: number): string | undefined => {
    if (text.length > LIMITS.text) return undefined;
    let out = '';
    for (let at = 0; at < text.length; ) {
      const start = text.indexOf('${', at);
      if (start < 0) return out + text.slice(at);
      const end = closingBrace(text, start);
      if (end === undefined) return undefined;
      const value = resolveOne(text.slice(start + 2, end), depth);
      if (value instanceof Unresolved || (typeof value === 'object' && value !== null)) return undefined;
      out += text.slice(at, start) + spellPython(value);
      if (out.length > LIMITS.text) return undefined;
      at = end + 1;
    }
    return out;
  };
  return resolve(part, 0);
}

const spellPython = (value: unknown) =>
  value === null ? 'None' : value === true ? 'True' : value === false ? 'False' : String(value);

/** What lies between `${` and `}` where that is all there is. */
function wholeInterpolation(text: string): string | undefined {
  return text.startsWith('${') && closingBrace(text, 0) === text.length - 1 ? text.slice(2, -1) : undefined;
}

function closingBrace(text: string, start: number): number | undefined {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    if (text[at] === '{') depth++;
    else if (text[at] === '}' && --depth === 0) return at;
  }
  return undefined;
}
