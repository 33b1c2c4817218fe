import type { TensorShape } from '@plumb/contract';
import type { LoadPrediction } from '../load-prediction.ts';
import { type ModuleSpec, visitTensors } from '../module-spec.ts';
import { predictLoad } from '../predict-load.ts';
import { isBefore } from '../version-order.ts';
import type { LerobotType } from './lerobot-config-fields.ts';

/** A load as a LeRobot policy's `from_pretrained` does it, `strict` left at its default. */
export interface LerobotLoad {
  readonly prediction: LoadPrediction;
  /** What `load_state_dict` raises and LeRobot catches and prints: the policy goes on with what had been copied. */
  readonly caught?: string;
}

/** The modules with the data set's statistics, before 0.4. */
export const STATISTICS = /^(?:normalize_inputs|normalize_targets|unnormalize_outputs)/;

/** What `from_pretrained` of that release makes of the tensors of `model.safetensors`. */
export function loadAsLerobot(
  type: LerobotType,
  tensors: readonly TensorShape[],
  model: ModuleSpec,
  lerobot: string,
  torchVersion: string | undefined,
): LerobotLoad {
  if (type === 'pi0' || type === 'pi05')
    return isBefore(lerobot, '0.4')
      ? { prediction: predictLoad(renamedEarlyPi0(tensors), model, { strict: false, torchVersion }) }
      : loadPi(type, tensors, model, lerobot, torchVersion);
  const load = (named: readonly TensorShape[], strict = false) =>
    predictLoad(withoutCounters(type, named), model, { strict, torchVersion });
  const first = load(tensors);
  if (type !== 'smolvla' || !isBefore(lerobot, '0.4') || !first.loads) return { prediction: first };
  // SmolVLA of 0.3 loads a second time, with names put right and without statistics, and insists
  const second = load(renamedSmolVla(tensors, model));
  const lacking = new Set(first.missing);
  const prediction = { ...second, missing: second.missing.filter((name) => lacking.has(name)) };
  const insists = second.unexpected.length > 0 || !second.missing.every((name) => STATISTICS.test(name));
  if (!second.loads || !insists) return { prediction };
  const counts = `${second.missing.length}, ${second.unexpected.length}`;
  return {
    prediction: {
      ...prediction,
      loads: false,
      error: `('SmolVLA %d missing / %d unexpected keys', ${counts})`,
    },
  };
}

/** `FrozenBatchNorm2d` takes the counters of a BatchNorm2d away from what is loaded. */
function withoutCounters(type: LerobotType, tensors: readonly TensorShape[]): readonly TensorShape[] {
  const counter = /^model\.backbone\.(?:.+\.)?(?:bn\d|downsample\.1)\.num_batches_tracked$/;
  return type === 'act' ? tensors.filter(({ name }) => !counter.test(name)) : tensors;
}

/** `load_smolvla` of 0.3: without what `torch.compile` and a data set's variant put into names. */
function renamedSmolVla(tensors: readonly TensorShape[], model: ModuleSpec): TensorShape[] {
  const own = namesOf(model);
  const taken = new Map<string, TensorShape>();
  const rest: TensorShape[] = [];
  for (const tensor of tensors) {
    const name = tensor.name.replaceAll('model._orig_mod.', 'model.');
    const canonical = name.replace(/\.so\d+(?:-\w+)?_buffer_/g, '.buffer_');
    if (!own.has(canonical)) rest.push({ ...tensor, name });
    else if (!taken.has(canonical)) taken.set(canonical, { ...tensor, name: canonical });
  }
  return [...taken.values(), ...rest].filter(({ name }) => !STATISTICS.test(name));
}

function namesOf(model: ModuleSpec): ReadonlySet<string> {
  const names = new Set<string>();
  visitTensors(model, '', (name) => names.add(name));
  return names;
}

const PALIGEMMA = 'model.paligemma_with_expert.paligemma.';
const HEAD = `${PALIGEMMA}lm_head.weight`;
const EMBEDDING = `${PALIGEMMA}model.language_model.embed_tokens.weight`;

/**
 * π0 and π0.5 since 0.4: names of openpi put right, then strict; but whatever that raises is caught and printed, when all
 * that fits has been copied.
 */
function loadPi(
  type: 'pi0' | 'pi05',
  tensors: readonly TensorShape[],
  model: ModuleSpec,
  lerobot: string,
  torchVersion: string | undefined,
): LerobotLoad {
  const renamed = renamedPi(type, tensors, !isBefore(lerobot, '0.5'));
  const prediction = predictLoad(renamed, model, { strict: true, torchVersion });
  if (prediction.loads) return { prediction };
  const saved = new Set(renamed.map(({ name }) => name));
  // the head and the embedding are one tensor: what is copied into either is in both
  const shared = (name: string) =>
    (name === HEAD && saved.has(EMBEDDING)) || (name === EMBEDDING && saved.has(HEAD));
  const what = isBefore(lerobot, '0.5') ? 'remap state dict keys' : 'load state dict';
  return {
    prediction: {
      ...prediction,
      loads: true,
      error: null,
      missing: prediction.missing.filter((name) => !shared(name)),
    },
    caught: `Warning: Could not ${what}: ${prediction.error}`,
  };
}

/** `_fix_pytorch_state_dict_keys` (`lerobot/policies/pi0/modeling_pi0.py`), then `model.` in front. */
function renamedPi(
  type: 'pi0' | 'pi05',
  tensors: readonly TensorShape[],
  fillsEmbedding: boolean,
): TensorShape[] {
  const renamed = new Map<string, TensorShape>();
  const norm =
    /^paligemma_with_expert\.gemma_expert\.model\.(?:layers\.\d+\.(?:input_layernorm|post_attention_layernorm)|norm)\.weight/;
  for (const tensor of tensors) {
    const { name } = tensor;
    if (type === 'pi05' && (norm.test(name) || name.startsWith('state_proj.'))) continue;
    const time =
      type === 'pi05'
        ? name.replace(/^action_time_mlp_(in|out)\./, 'time_mlp_$1.')
        : name.replace(/^time_mlp_(in|out)\./, 'action_time_mlp_$1.');
    const full = time.startsWith('model.') ? time : `model.${time}`;
    if (fillsEmbedding && full === HEAD) renamed.set(EMBEDDING, { ...tensor, name: EMBEDDING });
    renamed.set(full, { ...tensor, name: full });
  }
  return [...renamed.values()];
}

/** `_transform_state_dict_keys` of 0.3: to the names of transformers 4.52, whatever is installed. */
function renamedEarlyPi0(tensors: readonly TensorShape[]): TensorShape[] {
  const rules: readonly (readonly [RegExp, string])[] = [
    [/\.paligemma_with_expert\.paligemma\.language_model\.lm_head/g, 'lm_head'],
    [/\.paligemma_with_expert\.paligemma\.language_model\.model/g, 'model.language_model'],
    [/\.paligemma_with_expert\.paligemma\.vision_tower/g, 'model.vision_tower'],
    [/\.paligemma_with_expert\.paligemma\.multi_modal_projector/g, 'model.multi_modal_projector'],
  ];
  const renamed = new Map<string, TensorShape>();
  for (const tensor of tensors) {
    const name = rules.reduce(
      (text, [pattern, by]) => text.replace(pattern, `.paligemma_with_expert.paligemma.${by}`),
      tensor.name,
    );
    renamed.set(name, { ...tensor, name });
  }
  const head = renamed.get(HEAD);
  const embedding = renamed.get(EMBEDDING);
  if (head && !embedding) renamed.set(EMBEDDING, { ...head, name: EMBEDDING });
  if (embedding && !head) renamed.set(HEAD, { ...embedding, name: HEAD });
  return [...renamed.values()];
}
