import { countLayers } from './count-layers.ts';
import type { TensorIndex } from './tensor-index.ts';

/** Which ResNet has this third layer: by its blocks. */
export function resnetVariant(index: TensorIndex, thirdLayer: string): string {
  const blocks = countLayers(index, thirdLayer, 'conv1.weight');
  const bottleneck = index.shape(`${thirdLayer}0.conv3.weight`) !== undefined;
  if (blocks === 6) return bottleneck ? 'resnet50' : 'resnet34';
  return blocks === 23 ? 'resnet101' : blocks === 36 ? 'resnet152' : 'resnet18';
}

export const nameResnet = (variant: string) => variant.replace('resnet', 'ResNet-');
