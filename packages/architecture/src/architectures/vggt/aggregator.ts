import { bare, conv2d, layerNorm, module, repeat, tensor } from '../../layers.ts';
import type { ModuleSpec } from '../../module-spec.ts';
import { block } from './block.ts';

const REGISTER_TOKENS = 4;

/** DINOv2 ViT-L/14 with registers, as `dinov2_vitl14_reg` builds it: width 1024 whatever the aggregator's. */
function visionTransformer(imageSize: number, patchSize: number): ModuleSpec {
  const size = 1024;
  const patches = Math.floor(imageSize / patchSize) ** 2;
  return module('DinoVisionTransformer', {
    parameters: [
      tensor('cls_token', 1, 1, size),
      tensor('pos_embed', 1, patches + 1, size),
      tensor('register_tokens', 1, REGISTER_TOKENS, size),
      tensor('mask_token', 1, size),
    ],
    children: [
      [
        'patch_embed',
        module('PatchEmbed', {
          children: [
            ['proj', conv2d(3, size, patchSize)],
            ['norm', bare('Identity')],
          ],
        }),
      ],
      ['blocks', repeat(24, block({ size, heads: 16, headNorms: false, rope: false }))],
      ['norm', layerNorm(size)],
      ['head', bare('Identity')],
    ],
  });
}

/** Alternating attention over frames and over all of them: `depth` blocks each (`vggt/models/aggregator.py`). */
export function aggregator(imageSize: number, patchSize: number, size: number, depth = 24): ModuleSpec {
  const blocks = repeat(depth, block({ size, heads: 16, headNorms: true, rope: true }));
  return module('Aggregator', {
    // the second row of each is for every frame after the first; ImageNet's mean and deviation are not persistent
    parameters: [
      tensor('camera_token', 1, 2, 1, size),
      tensor('register_token', 1, 2, REGISTER_TOKENS, size),
    ],
    children: [
      ['patch_embed', visionTransformer(imageSize, patchSize)],
      ['rope', bare('RotaryPositionEmbedding2D')],
      ['frame_blocks', blocks],
      ['global_blocks', blocks],
    ],
  });
}
