import { isKind } from '../calls/argument.ts';
import type { PickleValue } from '../pickle-value.ts';

/**
 * Plain values as Python's `json.dumps` writes them: 1.0 keeps its point, NaN and Infinity are words, a key that is no
 * string becomes one. Undefined where a value has no form in JSON (bytes).
 */
export function encodeJson(value: PickleValue): string | undefined {
  if (value === null || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') return pythonNumber(value);
  if (value instanceof Uint8Array) return undefined;
  if (value.kind === 'float') return pythonFloat(value.value);
  if (value.kind === 'global') return JSON.stringify(`${value.module}.${value.name}`);
  if (value.kind === 'list' || value.kind === 'tuple' || value.kind === 'set')
    return join('[', value.items.map(encodeJson), ']');
  if (!isKind(value, 'dict')) return undefined;
  const entries = value.entries.map(([key, item]) => {
    const [name, text] = [typeof key === 'string' ? key : encodeJson(key), encodeJson(item)];
    return name === undefined || text === undefined ? undefined : `${JSON.stringify(name)}: ${text}`;
  });
  return join('{', entries, '}');
}

function join(open: string, parts: readonly (string | undefined)[], close: string): string | undefined {
  return parts.includes(undefined) ? undefined : `${open}${parts.join(', ')}${close}`;
}

function pythonNumber(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  return Number.isFinite(value) ? String(value) : value > 0 ? 'Infinity' : '-Infinity';
}

/** A whole float: `1.0`, `1e+300`. */
function pythonFloat(value: number): string {
  const text = Object.is(value, -0) ? '-0' : String(value);
  return /e/.test(text) ? text : `${text}.0`;
}
