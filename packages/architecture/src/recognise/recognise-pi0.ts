import type { DecoderConfig } from '../architectures/decoder.ts';
import { pi0 } from '../architectures/pi0.ts';
import { countLayers } from './count-layers.ts';
import { type Claim, makePart } from './make-part.ts';
import type { RecognisedPart } from './recognised-part.ts';
import type { TensorIndex } from './tensor-index.ts';

const EXPERT = 'paligemma_with_expert.gemma_expert.';
const PALIGEMMA = 'paligemma_with_expert.paligemma.';

/** The action expert of π0 and π0.5 with its projections; PaliGemma beside it is recognised as such. */
export function recognisePi0(index: TensorIndex): Claim[] {
  return index
    .prefixesOf(`${EXPERT}model.layers.0.self_attn.q_proj.weight`)
    .flatMap((prefix) => claim(index, prefix) ?? []);
}

function claim(index: TensorIndex, prefix: string): Claim | undefined {
  const layer = `${prefix}${EXPERT}model.layers.0.`;
  const [queryWidth, hiddenSize] = index.shape(`${layer}self_attn.q_proj.weight`) ?? [];
  const kvWidth = index.size(`${layer}self_attn.k_proj.weight`, 2, 0);
  const intermediateSize = index.size(`${layer}mlp.gate_proj.weight`, 2, 0);
  const actionDim = index.size(`${prefix}action_in_proj.weight`, 2, 1);
  if (!queryWidth || !hiddenSize || !kvWidth || !intermediateSize || !actionDim) return undefined;
  const pi05 = index.shape(`${layer}input_layernorm.dense.weight`) !== undefined;
  const stateDim = index.size(`${prefix}state_proj.weight`, 2, 1) ?? actionDim;
  const expert: DecoderConfig = {
    modelType: 'gemma',
    hiddenSize,
    layers: countLayers(index, `${prefix}${EXPERT}model.layers.`, 'self_attn.q_proj.weight'),
    // any split of the widths gives the same tensors
    heads: 1,
    kvHeads: kvWidth / queryWidth,
    headDim: queryWidth,
    intermediateSize,
    vocabSize: index.size(`${prefix}${EXPERT}lm_head.weight`, 2, 0) ?? 0,
    tieWordEmbeddings: false,
  };
  const vision = {
    hiddenSize: 1,
    layers: 0,
    intermediateSize: 1,
    imageSize: 1,
    patchSize: 1,
    channels: 1,
    head: false,
  };
  const paliGemma = { vision, text: { ...expert, layers: 0 }, projectionDim: 1 };
  const spec = pi0({ pi05, paliGemma, expert, actionDim, stateDim });
  const comparison = index.compare(prefix, spec, [
    PALIGEMMA,
    ...(expert.vocabSize ? [] : [`${EXPERT}lm_head.`]),
  ]);
  return makePart(index, prefix, comparison, {
    architecture: 'pi0-expert',
    text:
      `action expert of ${pi05 ? 'π0.5' : 'π0'}: Gemma, hidden ${hiddenSize}, ${expert.layers} layers` +
      `${pi05 ? ', time in its norms' : ''}, actions of ${actionDim}${pi05 ? '' : `, state of ${stateDim}`}`,
    config: { pi05, hiddenSize, layers: expert.layers, actionDim, ...(pi05 ? {} : { stateDim }) },
    evidence: [`${layer}self_attn.q_proj.weight`, `${prefix}action_in_proj.weight`],
  });
}

/** π0 or π0.5, where PaliGemma stands beside the expert. */
export function describePi0(parts: readonly RecognisedPart[], index: TensorIndex): RecognisedPart[] {
  return parts.flatMap((expert) => {
    if (expert.architecture !== 'pi0-expert') return [];
    const root = expert.path === '' ? '' : `${expert.path}.`;
    const names = [...index.names()].filter((name) => name.startsWith(root));
    if (!names.some((name) => name.startsWith(root + PALIGEMMA))) return [];
    const pi05 = expert.config.pi05 === true;
    return {
      path: expert.path,
      architecture: pi05 ? ('pi05' as const) : ('pi0' as const),
      text: `${pi05 ? 'π0.5' : 'π0'}, ${/(^|\.)model$/.test(expert.path) ? "LeRobot's names" : "openpi's names (PyTorch)"}, actions of ${expert.config.actionDim}`,
      config: { actionDim: expert.config.actionDim! },
      published: [],
      parameters: index.count(names),
      tensors: names.length,
      whole: true,
      evidence: expert.evidence.slice(0, 1),
    };
  });
}
