import { bare, module } from '../../layers.ts';
import type { ModuleSpec } from '../../module-spec.ts';
import { buildModel } from '../build-model.ts';
import { ConfigFields } from '../config-fields.ts';
import type { Libraries } from '../decoder.ts';
import { simpleBackbone, vggtAdapter } from './backbones.ts';
import type { AtlasVlaConfig, VisionTower } from './config.ts';
import { towerProjector } from './optional-parts.ts';
import { actionHead, directEncoder, languageEncoder } from './parts.ts';

/** `VisionEncoder`: direct patches, or pretrained towers and a projector. */
export function visionEncoder(config: AtlasVlaConfig['vision'], libraries: Libraries = {}): ModuleSpec {
  return config.towers ? towerEncoder(config.towers, config.embedDim, libraries) : directEncoder(config);
}

/** Width of what a tower gives: SigLIP's is that of its vision side (`vision_encoder.py:74`). */
function towerWidth({ fields, modelType, name }: VisionTower): number {
  const config = new ConfigFields(fields, name);
  const side = modelType === 'dinov2' ? config : (config.sub('vision_config') ?? config);
  return side.size('hidden_size', 768);
}

/** `VisionEncoder` with pretrained towers: each under its attribute, then a projector that all share. */
function towerEncoder(
  towers: readonly VisionTower[],
  embedDim: number,
  libraries: Libraries = {},
): ModuleSpec {
  const width = towers.reduce((sum, tower) => sum + towerWidth(tower), 0);
  return module('VisionEncoder', {
    children: [
      ...towers.map(({ attribute, className, modelType, fields, name }) => {
        const built = buildModel(className, modelType, new ConfigFields(fields, name), libraries);
        return [attribute, built ?? bare(className)] as const;
      }),
      ['projector', towerProjector(width, embedDim)],
    ],
  });
}

/**
 * `VLAModel` (`vggt_vla/models/vla_model.py`, commits 6c47f7f to 8da9053) around whatever language model its encoder was
 * given. LoRA in VGGT is 8da9053's.
 */
export function atlasVla(
  config: AtlasVlaConfig,
  languageModel: ModuleSpec,
  hiddenSize: number,
  libraries: Libraries = {},
): ModuleSpec {
  const backbone = config.vggt.usePretrainedVggt ? vggtAdapter(config.vggt) : simpleBackbone(config.vggt);
  return module('VLAModel', {
    children: [
      ['vision_encoder', visionEncoder(config.vision, libraries)],
      ['language_encoder', languageEncoder(config.language, languageModel, hiddenSize)],
      ['vggt_backbone', backbone],
      ['action_head', actionHead(config.actionHead)],
    ],
  });
}
