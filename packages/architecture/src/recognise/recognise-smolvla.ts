import type { DecoderConfig } from '../architectures/decoder.ts';
import { smolVla } from '../architectures/lerobot/smolvla.ts';
import { PUBLISHED_SMOLVLMS } from '../architectures/lerobot/smolvlm.ts';
import { countLayers } from './count-layers.ts';
import { type Claim, makePart } from './make-part.ts';
import { shortName } from './recognise-dinov2.ts';
import type { RecognisedPart } from './recognised-part.ts';
import type { TensorIndex } from './tensor-index.ts';

const EXPERT = 'vlm_with_expert.lm_expert.';
const VLM = 'vlm_with_expert.vlm.';

/** SmolVLA's expert with its projections, and what of SmolVLM is neither its tower nor its Llama. */
export function recogniseSmolVla(index: TensorIndex): Claim[] {
  return index
    .prefixesOf(`${EXPERT}layers.0.self_attn.q_proj.weight`)
    .flatMap((prefix) => [expertClaim(index, prefix), connectorClaim(index, prefix)])
    .filter((claim) => claim !== undefined);
}

function expertClaim(index: TensorIndex, prefix: string): Claim | undefined {
  const size = (name: string, axis: number) => index.size(`${prefix}${name}`, 2, axis);
  const attention = `${EXPERT}layers.0.self_attn.`;
  const queryWidth = size(`${attention}q_proj.weight`, 0);
  const width = size(`${attention}q_proj.weight`, 1);
  const kvWidth = size(`${attention}k_proj.weight`, 0);
  const hiddenSize = size('state_proj.weight', 0);
  const stateDim = size('state_proj.weight', 1);
  const actionDim = size('action_in_proj.weight', 1);
  if (!queryWidth || !width || !kvWidth || !hiddenSize || !stateDim || !actionDim) return undefined;
  const layers = countLayers(index, `${prefix}${EXPERT}layers.`, 'self_attn.q_proj.weight');
  const own = Array.from({ length: layers }, (_, layer) =>
    size(`${EXPERT}layers.${layer}.self_attn.k_proj.weight`, 1) === width ? layer : -1,
  ).filter((layer) => layer >= 0);
  const text: DecoderConfig = {
    modelType: 'llama',
    hiddenSize,
    layers,
    // any split of the widths gives the same tensors
    heads: 1,
    kvHeads: kvWidth / queryWidth,
    headDim: queryWidth,
    intermediateSize: 1,
    vocabSize: 1,
    tieWordEmbeddings: false,
  };
  const vision = { hiddenSize: 1, layers: 0, intermediateSize: 1, imageSize: 1, patchSize: 1, channels: 1 };
  const spec = smolVla({
    vlm: { vision, text, scale: 1 },
    vlmLayers: 0,
    expertLayers: layers,
    // half a unit more: the product is cut to an integer
    expertWidth: (width + 0.5) / hiddenSize,
    selfAttentionEvery: own.length === 0 ? -1 : (own[1] ?? layers),
    crossAttention: own.length < layers,
    stateDim,
    actionDim,
  });
  const attends =
    own.length === layers
      ? 'its own attention'
      : `${layers - own.length} that read the VLM's keys and values`;
  return makePart(index, prefix, index.compare(prefix, spec, [VLM]), {
    architecture: 'smolvla-expert',
    text: `action expert of SmolVLA: Llama, hidden ${width}, ${layers} layers (${attends}), actions of ${actionDim}, state of ${stateDim}`,
    config: { width, layers, actionDim, stateDim },
    evidence: [`${prefix}${attention}q_proj.weight`, `${prefix}action_in_proj.weight`],
  });
}

function connectorClaim(index: TensorIndex, prefix: string): Claim | undefined {
  const projection = `${prefix}${VLM}model.connector.modality_projection.proj.weight`;
  const names = [projection, `${prefix}${VLM}lm_head.weight`].filter((name) => index.shape(name));
  const [outputs, inputs] = index.shape(projection) ?? [];
  if (!outputs || !inputs) return undefined;
  return {
    names,
    part: {
      path: `${prefix}${VLM}model.connector`.replace(/\.$/, ''),
      architecture: 'smolvlm-connector',
      text: `SmolVLM's connector Linear(${inputs} -> ${outputs})${names.length > 1 ? ', and the language-modelling head' : ''}`,
      config: { inputs, outputs },
      published: [],
      parameters: index.count(names),
      tensors: names.length,
      whole: false,
      evidence: [index.describe(projection)],
    },
  };
}

/** SmolVLA, where SmolVLM stands beside the expert. */
export function describeSmolVlas(parts: readonly RecognisedPart[], index: TensorIndex): RecognisedPart[] {
  return parts.flatMap((expert) => {
    if (expert.architecture !== 'smolvla-expert') return [];
    const root = expert.path === '' ? '' : `${expert.path}.`;
    const text = parts.find(({ path }) => path === `${root}${VLM}model.text_model`);
    const vision = parts.find(({ path }) => path === `${root}${VLM}model.vision_model`);
    if (!text || !vision) return [];
    const names = [...index.names()].filter((name) => name.startsWith(root));
    const known = Object.entries(PUBLISHED_SMOLVLMS).find(
      ([, vlm]) =>
        vlm.text.hiddenSize === text.config.hiddenSize &&
        vlm.text.intermediateSize === text.config.intermediateSize &&
        vlm.text.vocabSize === text.config.vocabSize &&
        vlm.vision.hiddenSize === vision.config.hiddenSize &&
        vlm.vision.layers === vision.config.layers,
    );
    const layers = Number(text.config.layers);
    const base = known
      ? `${layers < known[1].text.layers ? `${layers} of ${known[1].text.layers}` : `all ${layers}`} layers of ${shortName(known[0])}`
      : `${layers} layers of a SmolVLM that is not published`;
    return {
      path: expert.path,
      architecture: 'smolvla' as const,
      text: `SmolVLA (LeRobot) on ${base}, actions of ${expert.config.actionDim}`,
      config: { actionDim: expert.config.actionDim!, layers },
      published: [],
      parameters: index.count(names),
      tensors: names.length,
      whole: true,
      evidence: expert.evidence.slice(0, 1),
    };
  });
}
