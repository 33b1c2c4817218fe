import { isDecoderType } from '../architectures/build-decoder.ts';
import { ConfigFields } from '../architectures/config-fields.ts';
import { openVlaTowers } from '../architectures/openvla.ts';
import { readDecoderConfig } from '../architectures/read-decoder-config.ts';
import type { OpenVlaPlan } from './model-plan.ts';
import { notPredicted } from './not-predicted.ts';

/** Family of the language model by `llm_backbone_id` (`configuration_prismatic.py`): `text_config` has only its sizes. */
function familyOf(backbone: string): string {
  return /^mistral/.test(backbone) ? 'mistral' : /^phi/.test(backbone) ? 'phi' : 'llama';
}

/** The config.json of OpenVLA, of OpenVLA-OFT or of a Prismatic model as transformers saves it; undefined for another. */
export function readOpenVlaConfig(
  config: Readonly<Record<string, unknown>>,
  place: string,
): OpenVlaPlan | undefined {
  const { model_type: modelType, architectures } = config;
  if (modelType !== 'openvla' && modelType !== 'prismatic') return undefined;
  const fields = new ConfigFields(config, place);
  const backbone = fields.text('vision_backbone_id') ?? 'siglip-vit-so400m';
  const towers = openVlaTowers(backbone);
  const family = familyOf(fields.text('llm_backbone_id') ?? 'vicuna-v15-7b');
  if (!towers || !isDecoderType(family))
    throw notPredicted(
      'ARCHITECTURE_NOT_PREDICTED',
      `${place} names ${towers ? `a language model of the family ${family}` : `the towers \`${backbone}\``}.`,
      'Of OpenVLA, Plumb knows the towers of its own list, and Llama and Mistral behind them.',
    );
  const text = fields.sub('text_config') ?? new ConfigFields({}, place);
  const named = Array.isArray(architectures) ? architectures[0] : undefined;
  const otherwise =
    modelType === 'openvla' ? 'OpenVLAForActionPrediction' : 'PrismaticForConditionalGeneration';
  const className = typeof named === 'string' ? named : otherwise;
  return {
    kind: 'openvla',
    className,
    backbone,
    config: { towers, text: readDecoderConfig(text, family), className },
    place,
    assumptions: [],
  };
}
