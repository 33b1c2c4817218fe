import { isKind } from '../calls/argument.ts';
import type { Checkpoint } from '../checkpoint.ts';
import { DictBuilder } from '../pickle-builders.ts';
import type { PickleDict, PickleValue } from '../pickle-value.ts';
import type { OutputFormat } from './convert-checkpoint.ts';
import { encodeJson } from './encode-json.ts';
import { toPlainValues } from './plain-values.ts';

const LIMITS = {
  /** Characters of one entry of safetensors' metadata: whoever opens the file reads them all. */
  metadata: 4 * 1024 * 1024,
  /** Names in one sentence. */
  names: 8,
};

export interface CarriedData {
  /** For safetensors: text by name. */
  readonly metadata: Readonly<Record<string, string>>;
  /** For a PyTorch file: what lies around the state dict, without it; undefined where nothing does. */
  readonly around: PickleValue | undefined;
  /** For a PyTorch file: what lies in the state dict beside its tensors. */
  readonly inside: PickleDict['entries'];
  /** Keys of what goes along. */
  readonly carried: readonly string[];
  /** What changed its type or is left out, in sentences. */
  readonly notes: readonly string[];
}

/** What writers of safetensors and of an index add by themselves. */
const WRITTEN_ANEW: ReadonlySet<string> = new Set(['format', 'total_size']);

/** What was saved beside the tensors, as far as the output can hold it. */
export function carryData(checkpoint: Checkpoint, format: OutputFormat, container: string): CarriedData {
  const data = savedBeside(checkpoint);
  if (data === undefined) return { metadata: {}, around: undefined, inside: [], carried: [], notes: [] };
  // its names are llama.cpp's, and its long arrays are not read
  if (checkpoint.format === 'gguf')
    return { ...NOTHING, notes: [`Left out: GGUF's own metadata (${list(keysOf(data))}).`] };
  const { value, changed, leftOut } = toPlainValues(data);
  const said = [...describeChanges(changed), ...describeLeftOut(leftOut)];
  if (value === undefined) return { ...NOTHING, notes: said };
  const kept = format === 'safetensors' ? asMetadata(value) : asPickle(checkpoint, value, container);
  return { ...NOTHING, ...kept, notes: [...said, ...kept.notes] };
}

/** `_metadata` of the state dict, where all of it is plain. */
export function carryVersions({ moduleVersions }: Checkpoint): PickleValue | undefined {
  if (moduleVersions === undefined) return undefined;
  const { value, leftOut } = toPlainValues(moduleVersions);
  return leftOut.size === 0 && isKind(value, 'dict') ? value : undefined;
}

const NOTHING: CarriedData = { metadata: {}, around: undefined, inside: [], carried: [], notes: [] };

function savedBeside({ data, format }: Checkpoint): PickleValue | undefined {
  if (!isKind(data, 'dict') || format === 'torch-zip' || format === 'torch-legacy') return data;
  const entries = data.entries.filter(([key]) => typeof key !== 'string' || !WRITTEN_ANEW.has(key));
  return entries.length === 0 ? undefined : dictOf(entries);
}

function dictOf(entries: PickleDict['entries'], className = 'dict'): PickleDict {
  const dict = new DictBuilder(className);
  for (const [key, item] of entries) dict.set(key, item);
  return dict;
}

/** Text as it is, all else in JSON. */
function asMetadata(value: PickleValue): Pick<CarriedData, 'metadata' | 'carried' | 'notes'> {
  const metadata: [string, string][] = [];
  const lost: string[] = [];
  for (const [key, item] of isKind(value, 'dict') ? value.entries : [['data', value] as const]) {
    const name = typeof key === 'string' ? key : encodeJson(key);
    const text = typeof item === 'string' ? item : encodeJson(item);
    const fits = text !== undefined && text.length <= LIMITS.metadata;
    if (name === undefined || !fits || WRITTEN_ANEW.has(name)) lost.push(name ?? '…');
    else metadata.push([name, text]);
  }
  const notes = lost.length > 0 ? [`Left out, since metadata cannot hold it: ${list(lost)}.`] : [];
  return { metadata: Object.fromEntries(metadata), carried: metadata.map(([name]) => name), notes };
}

function asPickle(
  checkpoint: Checkpoint,
  value: PickleValue,
  container: string,
): Pick<CarriedData, 'around' | 'inside' | 'carried' | 'notes'> {
  const pickled = checkpoint.format === 'torch-zip' || checkpoint.format === 'torch-legacy';
  const { rest, inside } = pickled
    ? takeAt(value, keysOfContainer(checkpoint.container))
    : { rest: value, inside: [] };
  const names = rest === undefined ? [] : keysOf(rest);
  const carried = [...inside.map(([key]) => String(key)), ...names];
  if (container !== '' || rest === undefined) return { around: rest, inside, carried, notes: [] };
  const note = `Left out, since a bare state dict has no room beside its tensors: ${list(names)}. --container model_state_dict makes room.`;
  return { around: undefined, inside, carried: inside.map(([key]) => String(key)), notes: [note] };
}

export const keysOfContainer = (container: string) => (container === '' ? [] : container.split('.'));

/** What lies at a place, and everything else without it. */
function takeAt(
  value: PickleValue,
  path: readonly string[],
): { rest: PickleValue | undefined; inside: PickleDict['entries'] } {
  const [key, ...deeper] = path;
  if (key === undefined) return { rest: undefined, inside: isKind(value, 'dict') ? value.entries : [] };
  if (isKind(value, 'list') || isKind(value, 'tuple')) {
    const at = Number(key);
    const taken = takeAt(value.items[at] ?? null, deeper);
    const items = value.items.map((item, i) => (i === at ? (taken.rest ?? null) : item));
    return { rest: { kind: value.kind, items }, inside: taken.inside };
  }
  if (!isKind(value, 'dict')) return { rest: value, inside: [] };
  const there = value.entries.find(([name]) => name === key)?.[1];
  if (there === undefined) return { rest: value, inside: [] };
  const taken = takeAt(there, deeper);
  const entries = value.entries.flatMap<[PickleValue, PickleValue]>(([name, item]) => {
    if (name !== key) return [[name, item]];
    return taken.rest === undefined ? [] : [[name, taken.rest]];
  });
  return { rest: entries.length === 0 ? undefined : dictOf(entries, value.className), inside: taken.inside };
}

function keysOf(value: PickleValue): string[] {
  if (!isKind(value, 'dict')) return ['what was saved beside the tensors'];
  return value.entries.map(([key]) => String(typeof key === 'object' ? '…' : key));
}

function describeChanges(changed: ReadonlyMap<string, readonly string[]>): string[] {
  const groups = [...changed].map(([how, paths]) => `${list(paths)} (${how})`);
  return groups.length > 0 ? [`Written as plain values: ${list(groups)}.`] : [];
}

function describeLeftOut(leftOut: ReadonlyMap<string, readonly string[]>): string[] {
  const groups = [...leftOut].map(([reason, paths]) => `${list(underOneKey(paths))} (${reason})`);
  return groups.length > 0 ? [`Left out: ${list(groups)}.`] : [];
}

/** Many places below one key of the top level by their number. */
function underOneKey(paths: readonly string[]): string[] {
  const groups = new Map<string, string[]>();
  for (const path of paths) {
    const key = path.split('.', 1)[0]!;
    groups.set(key, [...(groups.get(key) ?? []), path]);
  }
  return [...groups].flatMap(([key, group]) =>
    group.length <= 2 ? group : [`${group.length} values under ${key || 'the top level'}`],
  );
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, LIMITS.names).map((name) => name || 'the top level');
  const more = names.length - shown.length;
  return `${shown.join(', ')}${more > 0 ? `, and ${more} more` : ''}`;
}
