import type { Checkpoint, PickleValue } from '@plumb/checkpoint';
import type { Evidence } from '@plumb/contract';

/** Configs are shallow; a checkpoint that nests deeper than this is not describing itself. */
const DEEPEST = 6;

/** Hub names of the language models that policies are built on, and the `model_type` in their config.json. */
const FAMILIES: readonly (readonly [name: RegExp, modelType: string])[] = [
  [/^Qwen\/Qwen3-\d/i, 'qwen3'],
  [/^Qwen\/Qwen2(\.5)?-\d/i, 'qwen2'],
  [/^Qwen\/Qwen2\.5-VL-/i, 'qwen2_5_vl'],
  [/^google\/gemma-3-/i, 'gemma3'],
  [/^google\/gemma-2-/i, 'gemma2'],
  [/^google\/gemma-\d+b/i, 'gemma'],
  [/^google\/paligemma-/i, 'paligemma'],
  [/^meta-llama\/(Meta-)?Llama-/i, 'llama'],
  [/^mistralai\/Mistral-7B/i, 'mistral'],
  [/^HuggingFaceTB\/SmolVLM2?-/i, 'smolvlm'],
];

export interface NamedModel {
  readonly modelType: string;
  readonly evidence: Evidence;
}

function* strings(value: PickleValue | undefined, path: string, depth: number): Generator<[string, string]> {
  if (value === undefined || value === null || depth > DEEPEST || typeof value !== 'object') return;
  if (value instanceof Uint8Array) return;
  const entries = value.kind === 'dict' || value.kind === 'object' ? value.entries : [];
  for (const [key, child] of entries) {
    if (typeof key !== 'string') continue;
    const here = path ? `${path}.${key}` : key;
    if (typeof child === 'string') yield [here, child];
    else yield* strings(child, here, depth + 1);
  }
  if (value.kind === 'object') yield* strings(value.state, path, depth + 1);
}

/** The language models that a checkpoint's own config names, each with the field that names it. */
export function modelNames(checkpoint: Checkpoint): NamedModel[] {
  const found = new Map<string, NamedModel>();
  for (const [field, text] of strings(checkpoint.data, '', 0)) {
    const modelType = FAMILIES.find(([name]) => name.test(text))?.[1];
    if (modelType && !found.has(modelType))
      found.set(modelType, {
        modelType,
        evidence: { kind: 'checkpoint', place: `${checkpoint.path}!${field}`, text: `${field} = '${text}'` },
      });
  }
  return [...found.values()];
}
