import { openOmegaConf, type PickleValue, toPlain } from '@plumb/checkpoint';
import { formatBytes } from '../terminal/format-numbers.ts';
import { safeLine } from '../terminal/print-safe.ts';
import { bold, dim } from '../terminal/style.ts';

// an optimizer's state has thousands of entries of one kind; a config has fewer than this
const MOST_ENTRIES = 40;
const DEEPEST = 8;
const LONGEST_TEXT = 120;
const MOST_ITEMS = 12;
// objects that share their parts, or name each other, are told again wherever they stand
const MOST_LINES = 500;

/** What was saved beside the tensors, a field a line: a dataclass config with all its fields. */
export function printData(data: PickleValue, indent = '  '): string {
  const lines: string[] = [];
  writeEntries(entriesOf(data), indent, 1, lines);
  return lines.join('\n');
}

type Entry = readonly [label: string, value: PickleValue];

function writeEntries(entries: readonly Entry[], indent: string, depth: number, lines: string[]): void {
  const width = Math.min(32, Math.max(0, ...entries.map(([label]) => label.length)));
  for (const [label, saved] of entries.slice(0, MOST_ENTRIES)) {
    if (lines.length >= MOST_LINES) {
      if (lines.length === MOST_LINES) lines.push(dim(`${indent}… more: --json`));
      return;
    }
    const value = (isObject(saved) ? openOmegaConf(saved) : undefined) ?? saved;
    lines.push(`${indent}${label.padEnd(width)}  ${headOf(value)}`.trimEnd());
    const below = entriesOf(value);
    if (below.length === 0) continue;
    if (depth < DEEPEST) writeEntries(below, `${indent}  `, depth + 1, lines);
    else lines.push(dim(`${indent}  … deeper levels: --json`));
  }
  if (entries.length > MOST_ENTRIES)
    lines.push(dim(`${indent}… ${entries.length - MOST_ENTRIES} more: --json`));
}

const isObject = (value: PickleValue) =>
  value !== null && typeof value === 'object' && 'kind' in value && value.kind === 'object';

/** Empty for a value that its head says in full. */
function entriesOf(value: PickleValue): readonly Entry[] {
  if (value === null || typeof value !== 'object' || value instanceof Uint8Array) return [];
  switch (value.kind) {
    case 'dict':
      return value.entries.map(([key, item]) => [headOf(key), item] as const);
    case 'list':
    case 'tuple':
    case 'set':
      return isFlat(value.items) ? [] : value.items.map((item, i) => [String(i), item] as const);
    case 'object':
      return inOneWord(value) === undefined ? objectEntries(value) : [];
    default:
      return [];
  }
}

function objectEntries(value: Extract<PickleValue, { kind: 'object' }>): readonly Entry[] {
  const entries: Entry[] = [];
  if (value.args.length > 0) entries.push(...value.args.map((item, i) => [`argument ${i}`, item] as const));
  if (value.state !== undefined && value.state !== null) {
    const fields = entriesOf(value.state);
    if (fields.length > 0) entries.push(...fields);
    else if (!isEmpty(value.state)) entries.push(['state', value.state]);
  }
  entries.push(...value.items.map((item, i) => [String(i), item] as const));
  entries.push(...value.entries.map(([key, item]) => [headOf(key), item] as const));
  return entries;
}

const isEmpty = (value: PickleValue) =>
  value !== null && typeof value === 'object' && 'entries' in value && value.entries.length === 0;

/** Numbers and short words, which fit a line. */
const isFlat = (items: readonly PickleValue[]) =>
  items.every(
    (item) =>
      item === null ||
      (typeof item === 'object' && 'kind' in item && item.kind === 'float') ||
      (typeof item !== 'object' && (typeof item !== 'string' || items.length <= MOST_ITEMS)),
  );

function headOf(value: PickleValue): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (typeof value === 'string')
    return safeLine(value.length > LONGEST_TEXT ? `${value.slice(0, LONGEST_TEXT)}…` : value);
  if (value instanceof Uint8Array) return dim(`${formatBytes(value.length)} of bytes`);
  switch (value.kind) {
    case 'float':
      return Number.isSafeInteger(value.value) ? value.value.toFixed(1) : String(value.value);
    case 'dict':
      return dim(value.entries.length === 0 ? 'empty dict' : '');
    case 'list':
    case 'tuple':
    case 'set':
      return isFlat(value.items) ? flatItems(value) : dim(`${value.kind} of ${value.items.length}`);
    case 'global':
      return safeLine(`${value.module}.${value.name}`);
    case 'object':
      return inOneWord(value) ?? bold(safeLine(`${value.module}.${value.name}`));
    case 'tensor':
      return `${value.storage.dtype} [${value.shape.join(', ')}]`;
    case 'storage':
      return dim(`storage of ${value.length} ${value.dtype}`);
    case 'array':
      return inOneWord(value) ?? `array ${safeLine(value.dtype)} [${value.shape.join(', ')}]`;
  }
}

/** A NumPy scalar (a loss, a learning rate), a device, a path, a torch.Size: what `--json` says in one word or line. */
function inOneWord(value: Extract<PickleValue, { kind: 'object' | 'array' }>): string | undefined {
  if (value.kind === 'array' && value.shape.length > 0) return undefined;
  const plain = toPlain(value);
  if (Array.isArray(plain)) return `(${plain.map(String).join(', ')})`;
  return plain !== null && typeof plain === 'object' ? undefined : headOf(plain);
}

function flatItems(value: Extract<PickleValue, { kind: 'list' | 'tuple' | 'set' }>): string {
  const [open, close] = value.kind === 'list' ? '[]' : value.kind === 'tuple' ? '()' : '{}';
  const items = value.items.slice(0, MOST_ITEMS).map(headOf);
  const more = value.items.length - items.length;
  return `${open}${items.join(', ')}${more > 0 ? dim(`, … ${more} more: --json`) : ''}${close}`;
}
