import type { ModuleSpec } from '../module-spec.ts';
import { buildCausalDecoder, buildDecoder, decoderClasses, isDecoderType } from './build-decoder.ts';
import * as clip from './clip.ts';
import type { ConfigFields } from './config-fields.ts';
import type { Libraries } from './decoder.ts';
import { dinov2, readDinov2Config } from './dinov2.ts';
import { isOlder } from './is-older.ts';
import * as paligemma from './paligemma.ts';
import { readDecoderConfig } from './read-decoder-config.ts';
import * as siglip from './siglip.ts';

/**
 * The model of transformers that `className` names, from the fields of its config.json. Undefined for a class whose
 * parameters Plumb does not know, or that this release does not have.
 */
export function buildModel(
  className: string,
  modelType: string,
  fields: ConfigFields,
  libraries: Libraries = {},
): ModuleSpec | undefined {
  if (isDecoderType(modelType)) {
    const [base, causal] = decoderClasses(modelType);
    const config = readDecoderConfig(fields, modelType);
    if (className === base) return buildDecoder(config, libraries);
    return className === causal ? buildCausalDecoder(config, libraries) : undefined;
  }
  const side = (name: string) => fields.sub(name) ?? (modelType.endsWith('_model') ? fields : undefined);
  switch (className) {
    case 'Dinov2Model':
    case 'Dinov2WithRegistersModel':
      return dinov2(readDinov2Config(fields, modelType), libraries);
    case 'CLIPModel':
      return clip.clip({
        vision: clip.readClipVisionConfig(fields.sub('vision_config')),
        text: clip.readClipTextConfig(fields.sub('text_config')),
        projectionDim: fields.size('projection_dim', 512),
      });
    case 'CLIPVisionModel':
      return clip.clipVision(clip.readClipVisionConfig(side('vision_config')), libraries);
    case 'CLIPTextModel':
      return clip.clipText(clip.readClipTextConfig(side('text_config')), libraries);
    case 'CLIPVisionModelWithProjection': {
      const vision = side('vision_config');
      const width = vision?.size('projection_dim', 512) ?? 512;
      return clip.clipVisionWithProjection(clip.readClipVisionConfig(vision), width);
    }
    case 'CLIPTextModelWithProjection': {
      const text = side('text_config');
      return clip.clipTextWithProjection(
        clip.readClipTextConfig(text),
        text?.size('projection_dim', 512) ?? 512,
      );
    }
    case 'SiglipModel':
      return siglip.siglip(
        {
          vision: siglip.readSiglipVisionConfig(fields.sub('vision_config')),
          text: siglip.readSiglipTextConfig(fields.sub('text_config')),
        },
        libraries,
      );
    case 'SiglipVisionModel':
      return siglip.siglipVision(siglip.readSiglipVisionConfig(side('vision_config')), libraries);
    case 'SiglipTextModel':
      return siglip.siglipText(siglip.readSiglipTextConfig(side('text_config')), libraries);
    case 'PaliGemmaModel':
    case 'PaliGemmaForConditionalGeneration': {
      const config = paligemma.readPaliGemmaConfig(fields);
      if (!config) return undefined;
      if (className === 'PaliGemmaForConditionalGeneration')
        return paligemma.paliGemmaForConditionalGeneration(config, libraries);
      return isOlder(libraries, paligemma.REGROUPED) ? undefined : paligemma.paliGemma(config, libraries);
    }
    default:
      return undefined;
  }
}

/** The class of `AutoModel` for a model_type; undefined where Plumb does not build it. */
export function autoModelClass(modelType: string, libraries: Libraries = {}): string | undefined {
  if (isDecoderType(modelType)) return decoderClasses(modelType)[0];
  if (modelType === 'paligemma' && isOlder(libraries, paligemma.REGROUPED)) return undefined;
  return AUTO_MODEL[modelType];
}

const AUTO_MODEL: Readonly<Record<string, string>> = {
  dinov2: 'Dinov2Model',
  dinov2_with_registers: 'Dinov2WithRegistersModel',
  clip: 'CLIPModel',
  clip_vision_model: 'CLIPVisionModel',
  clip_text_model: 'CLIPTextModel',
  siglip: 'SiglipModel',
  siglip_vision_model: 'SiglipVisionModel',
  siglip_text_model: 'SiglipTextModel',
  paligemma: 'PaliGemmaModel',
};
