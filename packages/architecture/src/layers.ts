import type { ModuleSpec, TensorSpec } from './module-spec.ts';

/** A child as `__init__` registers it. */
export type Child = readonly [name: string, module: ModuleSpec];

/** A module with its own tensors and children, all in order of registration. */
export function module(
  className: string,
  content: {
    parameters?: readonly TensorSpec[];
    buffers?: readonly TensorSpec[];
    children?: readonly Child[];
  } = {},
): ModuleSpec {
  return {
    className,
    parameters: content.parameters ?? [],
    buffers: content.buffers ?? [],
    children: content.children ?? [],
  };
}

export function tensor(name: string, ...shape: number[]): TensorSpec {
  return { name, shape };
}

/**
 * A module without tensors (an activation, dropout, a rotary embedding whose buffer is not persistent). It is named
 * all the same: PyTorch reports an unexpected key at the module where its path ends, which decides the order.
 */
export function bare(className: string): ModuleSpec {
  return module(className);
}

function weightAndBias(className: string, weight: number[], bias: number | false): ModuleSpec {
  return module(className, {
    parameters:
      bias === false ? [tensor('weight', ...weight)] : [tensor('weight', ...weight), tensor('bias', bias)],
  });
}

export function linear(inputs: number, outputs: number, bias = true): ModuleSpec {
  return weightAndBias('Linear', [outputs, inputs], bias && outputs);
}

export function conv2d(inputs: number, outputs: number, kernel: number, bias = true): ModuleSpec {
  return weightAndBias('Conv2d', [outputs, inputs, kernel, kernel], bias && outputs);
}

export function conv1d(inputs: number, outputs: number, kernel: number): ModuleSpec {
  return weightAndBias('Conv1d', [outputs, inputs, kernel], outputs);
}

export function convTranspose1d(inputs: number, outputs: number, kernel: number): ModuleSpec {
  return weightAndBias('ConvTranspose1d', [inputs, outputs, kernel], outputs);
}

export function convTranspose2d(inputs: number, outputs: number, kernel: number): ModuleSpec {
  return weightAndBias('ConvTranspose2d', [inputs, outputs, kernel, kernel], outputs);
}

export function layerNorm(size: number): ModuleSpec {
  return weightAndBias('LayerNorm', [size], size);
}

export function groupNorm(channels: number): ModuleSpec {
  return weightAndBias('GroupNorm', [channels], channels);
}

export function embedding(count: number, size: number): ModuleSpec {
  return weightAndBias('Embedding', [count, size], false);
}

/** `torch.nn.MultiheadAttention` with one width for query, key and value. */
export function multiheadAttention(size: number): ModuleSpec {
  return module('MultiheadAttention', {
    parameters: [tensor('in_proj_weight', 3 * size, size), tensor('in_proj_bias', 3 * size)],
    children: [['out_proj', weightAndBias('NonDynamicallyQuantizableLinear', [size, size], size)]],
  });
}

function numbered(className: string, modules: readonly ModuleSpec[]): ModuleSpec {
  return module(className, { children: modules.map((child, i) => [String(i), child] as const) });
}

export function sequential(...modules: ModuleSpec[]): ModuleSpec {
  return numbered('Sequential', modules);
}

export function moduleList(modules: readonly ModuleSpec[]): ModuleSpec {
  return numbered('ModuleList', modules);
}

/** The same module `count` times, as a ModuleList. The copies are one object: specs are never changed. */
export function repeat(count: number, child: ModuleSpec): ModuleSpec {
  return moduleList(new Array<ModuleSpec>(count).fill(child));
}
