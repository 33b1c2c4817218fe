import type { AtlasVlaConfig } from '../architectures/atlas-vla/config.ts';
import { isDecoderType } from '../architectures/build-decoder.ts';
import type { DecoderConfig } from '../architectures/decoder.ts';
import { PUBLISHED } from '../architectures/published.ts';
import type { ArchitectureName, RecognisedPart } from '../recognise/recognised-part.ts';

/** The config that a recognised decoder's tensors amount to. The split into heads may be arbitrary: it changes no shape. */
export function deriveDecoder({ architecture, config }: RecognisedPart): DecoderConfig | undefined {
  if (!isDecoderType(architecture)) return undefined;
  const size = (name: string) => Number(config[name] ?? 0);
  const headDim = size('headDim') || size('kvWidth');
  return {
    modelType: architecture,
    hiddenSize: size('hiddenSize'),
    layers: size('layers'),
    heads: size('heads') || size('queryWidth') / headDim,
    kvHeads: size('kvHeads') || 1,
    headDim,
    intermediateSize: size('intermediateSize'),
    vocabSize: size('vocabSize'),
    tieWordEmbeddings: config.languageModellingHead !== true,
    attentionBias: config.attentionBias === true,
    mlpBias: config.mlpBias === true,
  };
}

/** Hub id whose config these tensors have; the first where several share it. */
export function publishedName(part: RecognisedPart): string | undefined {
  return PUBLISHED.flatMap(({ ids }) => ids).find((id) => part.published.includes(id));
}

/**
 * AtlasVLA's config from the shapes of its parts, for a checkpoint that saved none. `num_heads` leaves no trace; the
 * pretrained backbone hides depth and ratio, which then decide nothing. Undefined where a part is missing.
 */
export function deriveAtlasConfig(
  parts: readonly RecognisedPart[],
  modelName: string,
): AtlasVlaConfig | undefined {
  const of = (name: ArchitectureName) => parts.find(({ architecture }) => architecture === name)?.config;
  const vision = of('direct-patches');
  const language = of('language-projector');
  const adapter = of('vggt-adapter');
  const backbone = adapter ?? of('simple-backbone');
  const head = of('mlp-action-head');
  if (!vision || !language || !backbone || !head) return undefined;
  const number = (config: RecognisedPart['config'], name: string) => Number(config[name] ?? 0);
  return {
    vision: {
      imgSize: number(vision, 'imgSize'),
      patchSize: number(vision, 'patchSize'),
      inChannels: number(vision, 'inChannels'),
      embedDim: number(vision, 'embedDim'),
    },
    language: {
      modelName,
      maxLength: number(language, 'maxLength'),
      outputDim: number(language, 'outputDim'),
    },
    vggt: {
      embedDim: number(backbone, 'embedDim'),
      depth: number(backbone, 'depth'),
      numHeads: 1,
      mlpRatio: number(backbone, 'mlpRatio'),
      usePretrainedVggt: adapter !== undefined,
    },
    actionHead: {
      inputDim: number(head, 'inputDim'),
      hiddenDim: number(head, 'hiddenDim'),
      actionDim: number(head, 'actionDim'),
      actionHorizon: number(head, 'actionHorizon'),
      numHiddenLayers: number(head, 'numHiddenLayers'),
      useActionChunking: true,
    },
  };
}
