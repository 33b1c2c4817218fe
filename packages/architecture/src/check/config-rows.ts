import type { DecoderConfig } from '../architectures/decoder.ts';
import type { ConfigRow } from '../check-result.ts';
import type { AtlasPlan, DecoderPlan } from './model-plan.ts';

const NONE = 'nothing is built';

function row(field: string, saved: string | number, there: string | number | undefined): ConfigRow {
  const other = there === undefined ? NONE : String(there);
  return { field, saved: String(saved), there: other, differs: String(saved) !== other };
}

/** The sizes of a decoder as its config names them, as saved and as built over there. */
export function decoderRows(saved: DecoderConfig, there: DecoderConfig | undefined): ConfigRow[] {
  const fields = [
    ['model_type', 'modelType'],
    ['hidden_size', 'hiddenSize'],
    ['num_hidden_layers', 'layers'],
    ['num_attention_heads', 'heads'],
    ['num_key_value_heads', 'kvHeads'],
    ['head_dim', 'headDim'],
    ['intermediate_size', 'intermediateSize'],
    ['vocab_size', 'vocabSize'],
  ] as const;
  return fields.map(([name, key]) => row(name, saved[key], there?.[key]));
}

/** AtlasVLA's config as saved beside the one that results: what follows from the language model may differ. */
export function atlasRows({ config, language }: AtlasPlan, built: DecoderPlan | undefined): ConfigRow[] {
  const { vision, vggt, actionHead } = config;
  const project = (decoder: DecoderConfig) => `Linear(${decoder.hiddenSize} -> ${config.language.outputDim})`;
  const same = (field: string, value: string | number) => row(field, value, value);
  return [
    row('language_model', language.name, built?.name),
    ...decoderRows(language.config, built?.config).map((entry) => ({
      ...entry,
      field: `language.${entry.field}`,
    })),
    same('language.output_dim', config.language.outputDim),
    row('language.projector', project(language.config), built && project(built.config)),
    same(
      'vision',
      vision.towers?.map(({ name }) => name).join(' + ') ??
        `direct patches, ${vision.imgSize} in patches of ${vision.patchSize}`,
    ),
    same('vggt.embed_dim', vggt.embedDim),
    same(
      'vggt.backbone',
      vggt.usePretrainedVggt ? 'VGGT-1B behind adapters' : `simple, ${vggt.depth} layers`,
    ),
    same(
      'action_head',
      `${actionHead.spatial ? 'spatial' : 'MLP'}, action ${actionHead.actionDim} x horizon ${actionHead.actionHorizon}`,
    ),
  ];
}
