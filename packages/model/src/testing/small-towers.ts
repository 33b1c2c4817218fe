import type { VisionTower } from '@plumb/architecture';
import { IMAGE, type SmallAtlas } from './small-models.ts';

// as oracle/model/forward_cases.py configures the towers and what their preprocessors say
const LAYERS = { hidden_size: 48, num_hidden_layers: 2, num_attention_heads: 4 };
const SIDE = { ...LAYERS, patch_size: 14, intermediate_size: 80, image_size: IMAGE };
const INPUT = { size: IMAGE, mean: [0.4, 0.5, 0.6], deviation: [0.2, 0.25, 0.3] };

const DINOV2: VisionTower = {
  attribute: 'vision_tower_dino',
  name: 'facebook/dinov2-base',
  modelType: 'dinov2',
  className: 'Dinov2Model',
  fields: { ...LAYERS, patch_size: 14, image_size: 98 },
};
const SIGLIP: VisionTower = {
  attribute: 'vision_tower_siglip',
  name: 'google/siglip-base-patch16-224',
  modelType: 'siglip',
  className: 'SiglipModel',
  fields: { vision_config: SIDE, text_config: { ...LAYERS, intermediate_size: 80 } },
};
const CLIP: VisionTower = {
  attribute: 'vision_tower',
  name: 'openai/clip-vit-base-patch16',
  modelType: 'clip',
  className: 'CLIPVisionModel',
  fields: { vision_config: SIDE },
};

/** DINOv2 of 5 x 5 patches beside SigLIP of 4 x 4. */
export const FUSED_TOWERS: SmallAtlas = {
  towers: [DINOV2, SIGLIP],
  towerInputs: [{ ...INPUT, size: 70 }, INPUT],
};
export const CLIP_TOWER: SmallAtlas = { towers: [CLIP], towerInputs: [INPUT] };
