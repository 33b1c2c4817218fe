import type { TensorShape } from '@plumb/contract';
import type { LoadPrediction } from './load-prediction.ts';
import type { ModuleSpec } from './module-spec.ts';
import { isBefore } from './version-order.ts';

export interface LoadOptions {
  /** `strict=` of `load_state_dict`. A size mismatch is raised either way. */
  readonly strict: boolean;
  /** Undefined: the rules of torch 2.4 to 2.9. */
  readonly torchVersion?: string | undefined;
  /** The version of a module that `state_dict()` recorded, by its path; without it, there is no record. */
  readonly moduleVersion?: ((path: string) => number | undefined) | undefined;
}

type Outcome = {
  missing: string[];
  unexpected: string[];
  messages: string[];
  mismatched: LoadPrediction['mismatched'][number][];
};

/** The two rules that changed between torch 1.13 and 2.15 (`torch/nn/modules/module.py`). */
interface Rules {
  /** Since 2.4 a key is unexpected too when it ends at a module or goes on after a tensor. */
  readonly wholePath: boolean;
  /** Since 2.10 a vector fits a scalar only with one element; before, its first element was taken. */
  readonly scalarFromAnyVector: boolean;
  readonly moduleVersion: (path: string) => number | undefined;
}

/**
 * What `module.load_state_dict(checkpoint, strict)` does, by walking as PyTorch walks: each module first its own
 * tensors, then what it did not expect, then its children. `checkpoint` in the order of the saved state dict.
 */
export function predictLoad(
  checkpoint: readonly TensorShape[],
  module: ModuleSpec,
  { strict, torchVersion = '2.4', moduleVersion = () => undefined }: LoadOptions,
): LoadPrediction {
  const outcome: Outcome = { missing: [], unexpected: [], messages: [], mismatched: [] };
  const rules: Rules = {
    wholePath: !isBefore(torchVersion, '2.4'),
    scalarFromAnyVector: isBefore(torchVersion, '2.10'),
    moduleVersion,
  };
  // as in a dict: the last of equal keys counts, at the place of the first
  const entries = new Map(checkpoint.map((tensor) => [tensor.name, tensor]));
  loadModule(module, '', [...entries.values()], rules, outcome);
  const { missing, unexpected, messages, mismatched } = outcome;
  if (strict && unexpected.length > 0)
    messages.unshift(`Unexpected key(s) in state_dict: ${quote(unexpected)}. `);
  if (strict && missing.length > 0) messages.unshift(`Missing key(s) in state_dict: ${quote(missing)}. `);
  const loads = messages.length === 0;
  return {
    loads,
    error: loads
      ? null
      : `Error(s) in loading state_dict for ${module.className}:\n\t${messages.join('\n\t')}`,
    missing,
    unexpected,
    mismatched,
  };
}

function loadModule(
  module: ModuleSpec,
  prefix: string,
  entries: readonly TensorShape[],
  rules: Rules,
  outcome: Outcome,
): void {
  const children = new Map(module.children.map(([name]) => [name, [] as TensorShape[]]));
  const own = new Map<string, TensorShape>();
  const tensors = new Set([...module.parameters, ...module.buffers].map(({ name }) => name));
  const unexpected: string[] = [];
  for (const entry of entries) {
    const rest = entry.name.slice(prefix.length);
    // PyTorch looks for the extra state of a module apart, before the other keys
    if (rest === '_extra_state') {
      outcome.unexpected.push(entry.name);
      continue;
    }
    const dot = rest.indexOf('.');
    const head = dot < 0 ? rest : rest.slice(0, dot);
    if (dot < 0) own.set(rest, entry);
    else children.get(head)?.push(entry);
    const expected = rules.wholePath
      ? (dot < 0 ? tensors : children).has(head)
      : tensors.has(head) || children.has(head);
    if (!expected) unexpected.push(entry.name);
  }
  for (const tensor of [...module.parameters, ...module.buffers]) {
    const saved = own.get(tensor.name);
    const name = prefix + tensor.name;
    if (!saved) {
      if (!isFilled(tensor.name, prefix, rules)) outcome.missing.push(name);
    } else if (!fits(saved.shape, tensor.shape, rules)) {
      outcome.mismatched.push({ name, checkpoint: saved.shape, model: tensor.shape });
      outcome.messages.push(
        `size mismatch for ${name}: copying a param with shape ${size(saved.shape)} from checkpoint, ` +
          `the shape in current model is ${size(tensor.shape)}.`,
      );
    }
  }
  outcome.unexpected.push(...unexpected);
  for (const [name, child] of module.children)
    loadModule(child, `${prefix}${name}.`, children.get(name) ?? [], rules, outcome);
}

/** A batch norm counts from 0 where the state dict is of a version before it counted, or of none (`batchnorm.py`). */
function isFilled(name: string, prefix: string, rules: Rules): boolean {
  return name === 'num_batches_tracked' && (rules.moduleVersion(prefix.slice(0, -1)) ?? 0) < 2;
}

function fits(saved: readonly number[], model: readonly number[], rules: Rules): boolean {
  if (saved.length === model.length) return saved.every((length, i) => length === model[i]);
  // tensors of torch 0.3, which had no scalars
  return (
    model.length === 0 &&
    saved.length === 1 &&
    (saved[0] === 1 || (rules.scalarFromAnyVector && saved[0]! > 1))
  );
}

function size(shape: readonly number[]): string {
  return `torch.Size([${shape.join(', ')}])`;
}

function quote(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}
