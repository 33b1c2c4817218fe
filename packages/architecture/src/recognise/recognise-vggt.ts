import { VGGT_1B, VGGT_HEADS, vggt } from '../architectures/vggt/vggt.ts';
import { type Claim, makePart } from './make-part.ts';
import type { TensorIndex } from './tensor-index.ts';

/** Every VGGT: known by its two camera tokens. Which heads were saved with it differs between checkpoints. */
export function recogniseVggt(index: TensorIndex): Claim[] {
  return index.prefixesOf('aggregator.camera_token').flatMap((prefix) => {
    const embedDim = index.size(`${prefix}aggregator.camera_token`, 4, 3);
    if (embedDim === undefined) return [];
    const positions = index.size(`${prefix}aggregator.patch_embed.pos_embed`, 3, 1);
    const patchSize =
      index.size(`${prefix}aggregator.patch_embed.patch_embed.proj.weight`, 4, 2) ?? VGGT_1B.patchSize;
    const imageSize =
      positions === undefined ? VGGT_1B.imageSize : Math.floor(Math.sqrt(positions - 1)) * patchSize;
    const names = [...index.names()];
    const heads = VGGT_HEADS.filter((head) =>
      names.some((name) => name.startsWith(`${prefix}${head}_head.`)),
    );
    const comparison = index.compare(prefix, vggt({ imageSize, patchSize, embedDim, heads }));
    const isPublished = embedDim === VGGT_1B.embedDim && imageSize === VGGT_1B.imageSize;
    const lacking = VGGT_HEADS.filter((head) => !heads.includes(head));
    return makePart(index, prefix, comparison, {
      architecture: 'vggt',
      text:
        `VGGT, width ${embedDim}, 24 frame and 24 global blocks over DINOv2 ViT-L/${patchSize} at ${imageSize} pixels, ` +
        `${heads.length === 0 ? 'no heads' : `heads for ${heads.join(', ')}`}` +
        (isPublished ? `: VGGT-1B${lacking.length > 0 ? ` without ${lacking.join(', ')}` : ''}` : ''),
      config: { imageSize, patchSize, embedDim, heads: heads.join(' ') },
      published: isPublished && lacking.length === 0 ? ['facebook/VGGT-1B'] : [],
      evidence: [`${prefix}aggregator.camera_token`, `${prefix}aggregator.register_token`],
    });
  });
}
