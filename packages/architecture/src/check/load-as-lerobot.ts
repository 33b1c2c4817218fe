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
