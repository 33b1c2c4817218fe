/**
 * A module as `torch.nn.Module` would hold it after construction: enough to say what `load_state_dict` does.
 * Orders are those of registration, since PyTorch's messages follow them.
 */
export interface ModuleSpec {
  /** Class name, as in "Error(s) in loading state_dict for <className>:". */
  readonly className: string;
  readonly parameters: readonly TensorSpec[];
  /** Persistent buffers only. */
  readonly buffers: readonly TensorSpec[];
  readonly children: readonly (readonly [name: string, module: ModuleSpec])[];
}

export interface TensorSpec {
  readonly name: string;
  readonly shape: readonly number[];
  /** The same storage is registered elsewhere too (tied embeddings); the name of the first. */
  readonly tiedTo?: string;
}

/** Every parameter and buffer with its full name, in the order of `state_dict()`. */
export function* walkTensors(module: ModuleSpec, prefix = ''): Generator<TensorSpec> {
  for (const tensor of module.parameters) yield { ...tensor, name: prefix + tensor.name };
  for (const tensor of module.buffers) yield { ...tensor, name: prefix + tensor.name };
  for (const [name, child] of module.children) yield* walkTensors(child, `${prefix}${name}.`);
}
