import type { DType } from '@plumb/contract';
import type { PickleMachine } from '../pickle-machine.ts';
import type { PickleStorage, PickleTensor, PickleValue } from '../pickle-value.ts';
import { dtypeOf } from '../torch-storages.ts';
import { asIntegers, isKind } from './argument.ts';
import type { Rebuild } from './call.ts';

function makeTensor(
  machine: PickleMachine,
  [storage, storageOffset, size, stride]: readonly (PickleValue | undefined)[],
  rest: { dtype?: DType; requiresGrad: boolean },
): PickleTensor {
  const shape = asIntegers(size);
  const steps = asIntegers(stride);
  if (!isKind(storage, 'storage')) machine.fail('a tensor without a storage');
  if (!Number.isSafeInteger(storageOffset) || (storageOffset as number) < 0 || !shape || !steps)
    machine.fail('a tensor without offset, shape or strides');
  if (shape.length !== steps.length || shape.some(isNegative) || steps.some(isNegative))
    machine.fail(`a tensor of shape [${shape.join(', ')}] with strides [${steps.join(', ')}]`);
  machine.countObject();
  return {
    kind: 'tensor',
    storage,
    dtype: rest.dtype ?? storage.dtype,
    storageOffset: storageOffset as number,
    shape,
    stride: steps,
    requiresGrad: rest.requiresGrad,
    parameter: false,
  };
}

const isNegative = (size: number) => size < 0;

const rebuildTensor: Rebuild = (args, machine) =>
  makeTensor(machine, args, { requiresGrad: args[4] === true });

/** Version 3 views an untyped storage under a dtype of its own. */
const rebuildTensorV3: Rebuild = (args, machine) => {
  const dtype = dtypeOf(args[6]) ?? machine.fail('a tensor without a dtype');
  return makeTensor(machine, args, { dtype, requiresGrad: args[4] === true });
};

/** `(storage, offset, size, stride, quantizer, requires_grad, hooks)`. */
const rebuildQuantized: Rebuild = (args, machine) =>
  makeTensor(machine, args, { requiresGrad: args[5] === true });

const rebuildParameter: Rebuild = ([data, requiresGrad]) =>
  isKind(data, 'tensor') ? { ...data, requiresGrad: requiresGrad === true, parameter: true } : undefined;

/** `(dtype, size, stride, requires_grad)`: a tensor without data. */
const rebuildMeta: Rebuild = ([type, size, stride, requiresGrad], machine) => {
  const dtype = dtypeOf(type) ?? machine.fail('a tensor without a dtype');
  const storage: PickleStorage = { kind: 'storage', dtype, key: '', device: 'meta', length: 0 };
  return makeTensor(machine, [storage, 0, size, stride], { requiresGrad: requiresGrad === true });
};

/** `(function, type, args, state)`: a subclass of Tensor, or one with attributes. */
const rebuildFromType: Rebuild = ([rebuild, type, args], machine) => {
  if (!isKind(rebuild, 'global') || !isKind(args, 'tuple')) return undefined;
  const inner = TORCH_CALLS.find(([name]) => name === `${rebuild.module}.${rebuild.name}`)?.[1];
  if (isKind(type, 'global') && `${type.module}.${type.name}` !== 'torch.Tensor')
    machine.notes.add(`Tensors of the class ${type.module}.${type.name} are read as plain tensors.`);
  return inner === rebuildFromType ? undefined : inner?.(args.items, machine);
};

export const TORCH_CALLS: readonly (readonly [string, Rebuild])[] = [
  ['torch._utils._rebuild_tensor', rebuildTensor],
  ['torch._utils._rebuild_tensor_v2', rebuildTensor],
  ['torch._utils._rebuild_tensor_v3', rebuildTensorV3],
  ['torch._utils._rebuild_qtensor', rebuildQuantized],
  ['torch._utils._rebuild_parameter', rebuildParameter],
  ['torch._utils._rebuild_parameter_with_state', rebuildParameter],
  ['torch._utils._rebuild_meta_tensor_no_storage', rebuildMeta],
  ['torch._tensor._rebuild_from_type', rebuildFromType],
  ['torch._tensor._rebuild_from_type_v2', rebuildFromType],
];
