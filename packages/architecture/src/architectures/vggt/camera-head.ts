import { bare, layerNorm, linear, module, sequential, tensor } from '../../layers.ts';
import type { ModuleSpec } from '../../module-spec.ts';
import { block, mlp } from './block.ts';

/** Translation 3, quaternion 4, field of view 2. */
const POSE = 9;

/** Refines the camera pose over four blocks (`vggt/heads/camera_head.py`). */
export function cameraHead(size: number): ModuleSpec {
  const trunk = block({ size, heads: 16, headNorms: false, rope: false });
  return module('CameraHead', {
    parameters: [tensor('empty_pose_tokens', 1, 1, POSE)],
    children: [
      ['trunk', sequential(trunk, trunk, trunk, trunk)],
      ['token_norm', layerNorm(size)],
      ['trunk_norm', layerNorm(size)],
      ['embed_pose', linear(POSE, size)],
      ['poseLN_modulation', sequential(bare('SiLU'), linear(size, 3 * size))],
      // without affine parameters
      ['adaln_norm', bare('LayerNorm')],
      ['pose_branch', mlp(size, size / 2, POSE)],
    ],
  });
}
