import { bare, conv2d, groupNorm, module, sequential, tensor } from '../../layers.ts';
import type { ModuleSpec } from '../../module-spec.ts';

/** Norms of a ResNet: torchvision's own, its frozen one (ACT), or groups of 16 channels (Diffusion Policy). */
export type ResnetNorm = 'batch' | 'frozen' | 'group';

// blocks of the four layers, and whether a block is a bottleneck (`torchvision/models/resnet.py`)
const VARIANTS: Readonly<Record<string, readonly [blocks: readonly number[], bottleneck: boolean]>> = {
  resnet18: [[2, 2, 2, 2], false],
  resnet34: [[3, 4, 6, 3], false],
  resnet50: [[3, 4, 6, 3], true],
  resnet101: [[3, 4, 23, 3], true],
  resnet152: [[3, 8, 36, 3], true],
};

export const RESNETS: readonly string[] = Object.keys(VARIANTS);

/** Channels of the last feature map. */
export function resnetWidth(variant: string): number {
  return VARIANTS[variant]?.[1] ? 2048 : 512;
}

/** Height or width of the last feature map: five times half, rounded up. */
export function resnetGrid(pixels: number): number {
  let size = pixels;
  for (let halving = 0; halving < 5; halving++) size = Math.ceil(size / 2);
  return size;
}

/** The children of torchvision's `ResNet` before its pooling, in their order. Undefined for an unknown variant. */
export function resnetTrunk(
  variant: string,
  norm: ResnetNorm,
): readonly (readonly [string, ModuleSpec])[] | undefined {
  const found = VARIANTS[variant];
  if (!found) return undefined;
  const [blocks, bottleneck] = found;
  let inputs = 64;
  const layers = blocks.map((count, index) => {
    const planes = 64 * 2 ** index;
    const outputs = bottleneck ? 4 * planes : planes;
    const all = Array.from({ length: count }, (_, number) => {
      const from = number === 0 ? inputs : outputs;
      return block(from, planes, outputs, bottleneck, number === 0 && (index > 0 || bottleneck), norm);
    });
    inputs = outputs;
    return [`layer${index + 1}`, sequential(...all)] as const;
  });
  return [
    ['conv1', conv2d(3, 64, 7, false)],
    ['bn1', normOf(norm, 64)],
    ['relu', bare('ReLU')],
    ['maxpool', bare('MaxPool2d')],
    ...layers,
  ];
}

function block(
  inputs: number,
  planes: number,
  outputs: number,
  bottleneck: boolean,
  downsample: boolean,
  norm: ResnetNorm,
): ModuleSpec {
  const relu = ['relu', bare('ReLU')] as const;
  const shortcut = downsample
    ? [['downsample', sequential(conv2d(inputs, outputs, 1, false), normOf(norm, outputs))] as const]
    : [];
  if (bottleneck)
    return module('Bottleneck', {
      children: [
        ['conv1', conv2d(inputs, planes, 1, false)],
        ['bn1', normOf(norm, planes)],
        ['conv2', conv2d(planes, planes, 3, false)],
        ['bn2', normOf(norm, planes)],
        ['conv3', conv2d(planes, outputs, 1, false)],
        ['bn3', normOf(norm, outputs)],
        relu,
        ...shortcut,
      ],
    });
  return module('BasicBlock', {
    children: [
      ['conv1', conv2d(inputs, planes, 3, false)],
      ['bn1', normOf(norm, planes)],
      relu,
      ['conv2', conv2d(planes, planes, 3, false)],
      ['bn2', normOf(norm, planes)],
      ...shortcut,
    ],
  });
}

function normOf(norm: ResnetNorm, channels: number): ModuleSpec {
  if (norm === 'group') return groupNorm(channels);
  const affine = [tensor('weight', channels), tensor('bias', channels)];
  const running = [tensor('running_mean', channels), tensor('running_var', channels)];
  if (norm === 'frozen') return module('FrozenBatchNorm2d', { buffers: [...affine, ...running] });
  return module('BatchNorm2d', { parameters: affine, buffers: [...running, tensor('num_batches_tracked')] });
}
