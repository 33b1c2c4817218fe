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

/** Calls `visit` for every parameter and buffer with its full name, in the order of `state_dict()`. */
export function visitTensors(
  module: ModuleSpec,
  prefix: string,
  visit: (name: string, tensor: TensorSpec) => void,
): void {
  for (const tensor of module.parameters) visit(prefix + tensor.name, tensor);
  for (const tensor of module.buffers) visit(prefix + tensor.name, tensor);
  for (const [name, child] of module.children) visitTensors(child, `${prefix}${name}.`, visit);
}

/** Every parameter and buffer with its full name, in the order of `state_dict()`. */
export function listTensors(module: ModuleSpec, prefix = ''): TensorSpec[] {
  const all: TensorSpec[] = [];
  visitTensors(module, prefix, (name, tensor) => all.push({ ...tensor, name }));
  return all;
}
