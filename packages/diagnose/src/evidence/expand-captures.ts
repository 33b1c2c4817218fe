import { basename } from 'node:path';
import type { ItemKind } from '../facts.ts';
import { looksLikeCapture, type OpenCapture, openCapture } from './open-capture.ts';
import type { RecognisedItem } from './recognise-item.ts';

export interface Expanded {
  readonly items: readonly RecognisedItem[];
  readonly captures: readonly OpenCapture[];
  /** Removes what was unpacked. */
  close(): Promise<void>;
}

/** Puts what is in a capture beside it among the items. One that cannot be read keeps its error. */
export async function expandCaptures(items: readonly RecognisedItem[]): Promise<Expanded> {
  const captures: OpenCapture[] = [];
  const expanded: RecognisedItem[] = [];
  for (const item of items) {
    if (item.kind !== 'packed' || !(await looksLikeCapture(item.path))) {
      expanded.push(item);
      continue;
    }
    try {
      const capture = await openCapture(item.path);
      captures.push(capture);
      expanded.push(...itemsOf(capture));
    } catch (failure) {
      expanded.push({ path: item.path, kind: 'unknown', remark: 'a tar archive that is not read', failure });
    }
  }
  return {
    items: expanded,
    captures,
    close: async () => void (await Promise.all(captures.map(({ close }) => close()))),
  };
}

/** Notes that `read-machine.ts` reads; the others are for a person. */
const READ = new Set(['gl.txt', 'cuda.txt', 'libero-config.yaml', 'site-packages.txt']);

function itemsOf({ path, environment, logs, notes }: OpenCapture): RecognisedItem[] {
  const item = (file: string, kind: ItemKind): RecognisedItem => ({ path: file, kind });
  const held = [
    environment ? 'an environment' : 'no environment',
    `${logs.length} logs`,
    ...notes.map((note) => basename(note)),
  ];
  return [
    { path, kind: 'machine', remark: `a capture: ${held.join(', ')}` },
    ...(environment ? [item(environment, 'environment')] : []),
    ...logs.map((log) => item(log, 'log')),
    ...notes.map((note) => item(note, READ.has(basename(note)) ? 'machine' : 'note')),
  ];
}

/** Takes the folders that were unpacked to out of every text: `node.tar!logs/1-eval.log:12`, and `node.tar` for its environment. */
export function nameByCapture<Value>(value: Value, captures: readonly OpenCapture[]): Value {
  if (captures.length === 0) return value;
  const rename = (text: string): string => {
    let named = text;
    for (const { folder, environment, path } of captures) {
      const inside = named.replaceAll(`${environment}/`, `${path}!env/`);
      named = (environment ? inside.replaceAll(environment, path) : named).replaceAll(
        `${folder}/`,
        `${path}!`,
      );
    }
    return named;
  };
  return mapTexts(value, rename) as Value;
}

function mapTexts(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === 'string') return map(value);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, map));
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [key, mapTexts(item, map)]));
  // functions close over what they need; classes (dates, bytes) hold no paths
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapTexts(item, map)]));
}
