import { type Child, conv2d, linear, module, sequential, tensor } from '../../layers.ts';
import type { ModuleSpec } from '../../module-spec.ts';
import { type ResnetNorm, resnetTrunk, resnetWidth } from '../lerobot/resnet.ts';

/** What decides names and shapes of a camera's `VisualCore` (robomimic 0.2, `models/base_nets.py`, `obs_core.py`). */
export interface VisualCoreConfig {
  readonly backbone: string;
  readonly norm: ResnetNorm;
  readonly keypoints: number;
  /** Places in the last feature map. */
  readonly places: number;
  readonly features: number;
}

/** `backbone` and `pool` are registered once more inside of `nets`. */
export function visualCore(config: VisualCoreConfig): ModuleSpec | undefined {
  const trunk = resnetTrunk(config.backbone, config.norm);
  if (!trunk) return undefined;
  const { keypoints, places, features } = config;
  const nets = sequential(...trunk.map(([, child]) => child));
  const backbone = module('ResNet18Conv', { children: [['nets', nets]] });
  const pool = module('SpatialSoftmax', {
    buffers: [tensor('temperature', 1), tensor('pos_x', 1, places), tensor('pos_y', 1, places)],
    children: [['nets', conv2d(resnetWidth(config.backbone), keypoints, 1)]],
  });
  const children: Child[] = [
    ['0', backbone],
    ['1', pool],
    ['3', linear(2 * keypoints, features)],
  ];
  return module('VisualCore', {
    children: [
      ['backbone', backbone],
      ['pool', pool],
      ['nets', module('Sequential', { children })],
    ],
  });
}
