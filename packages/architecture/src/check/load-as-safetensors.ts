import type { TensorShape } from '@plumb/contract';
import type { LoadPrediction } from '../load-prediction.ts';
import { type ModuleSpec, visitTensors } from '../module-spec.ts';
import { predictLoad } from '../predict-load.ts';

/**
 * `safetensors.torch.load_model(model, file)`, strict as it is by default: of tensors that share their storage one is
 * wanted, and another in the file is one too many. A shape that differs raises in `load_state_dict` before that.
 */
export function loadAsSafetensors(
  tensors: readonly TensorShape[],
  model: ModuleSpec,
  torchVersion: string | undefined,
): LoadPrediction {
  const prediction = predictLoad(tensors, model, { strict: false, torchVersion });
  if (!prediction.loads) return prediction;
  const saved = new Set(tensors.map(({ name }) => name));
  const missing = new Set(prediction.missing);
  const unexpected = [...prediction.unexpected];
  for (const group of sharedNames(model)) {
    const present = group.filter((name) => saved.has(name));
    const [kept] = present.length > 0 ? present : group;
    for (const name of group) if (name !== kept && !missing.delete(name)) unexpected.push(name);
  }
  const list = (names: Iterable<string>) =>
    [...names]
      .sort()
      .map((name) => `"${name}"`)
      .join(', ');
  const messages = [
    ...(missing.size > 0 ? [`\n    Missing key(s) in state_dict: ${list(missing)}`] : []),
    ...(unexpected.length > 0 ? [`\n    Unexpected key(s) in state_dict: ${list(unexpected)}`] : []),
  ];
  const loads = messages.length === 0;
  return {
    loads,
    error: loads ? null : `Error(s) in loading state_dict for ${model.className}:${messages.join('')}`,
    missing: prediction.missing.filter((name) => missing.has(name)),
    unexpected,
    mismatched: [],
  };
}

/** Names of one storage, sorted as the library sorts them. */
function sharedNames(model: ModuleSpec): string[][] {
  const groups = new Map<string, string[]>();
  visitTensors(model, '', (name, { tiedTo }) => {
    if (tiedTo === undefined) return;
    const root = rootOf(name, tiedTo);
    groups.set(root, [...(groups.get(root) ?? [root]), name]);
  });
  return [...groups.values()].map((names) => names.sort());
}

/** A tie is written with the path inside of the model that makes it: π0 holds PaliGemma deeper. */
function rootOf(name: string, tiedTo: string): string {
  const head = name.slice(0, name.lastIndexOf('lm_head'));
  return `${head}${tiedTo}`;
}
