import { buildDecoder } from '../architectures/build-decoder.ts';
import type { DecoderConfig, DecoderType } from '../architectures/decoder.ts';
import { PUBLISHED, type PublishedModel } from '../architectures/published.ts';
import { type Claim, listSome, makePart } from './make-part.ts';
import { type DecoderShapes, familyOf, readDecoders } from './read-decoder.ts';
import type { TensorIndex } from './tensor-index.ts';

/** Every decoder of a known family by its layers' names; decoders of other families are named as such, not guessed. */
export function recogniseDecoders(index: TensorIndex): Claim[] {
  return readDecoders(index).map((shapes) => {
    const family = familyOf(shapes);
    return family ? knownClaim(index, shapes, family) : otherClaim(index, shapes);
  });
}

const TITLES: Readonly<Record<DecoderType, string>> = {
  qwen2: 'Qwen2',
  qwen3: 'Qwen3',
  llama: 'Llama',
  mistral: 'Mistral',
  gemma: 'Gemma',
  gemma2: 'Gemma 2',
  gemma3_text: 'Gemma 3',
};

/** Names of its layers that no other family has, where there are some. */
const TELLING: Partial<Record<DecoderType, string>> = {
  qwen2: 'self_attn.q_proj.bias',
  qwen3: 'self_attn.q_norm.weight',
  gemma2: 'pre_feedforward_layernorm.weight',
  gemma3_text: 'pre_feedforward_layernorm.weight',
};

function knownClaim(index: TensorIndex, shapes: DecoderShapes, layout: DecoderType): Claim {
  const { prefix, hiddenSize, intermediateSize, queryWidth, kvWidth } = shapes;
  const layers = shapes.layers.at(-1)! + 1;
  const alike = PUBLISHED.filter(
    ({ config }) => hasWidths(config, shapes, layout) && config.layers === layers,
  );
  const exact = alike.filter(({ config }) => config.vocabSize === shapes.vocabSize);
  // Llama, Mistral and Gemma share a layout: a published size tells which it is
  const family = (exact[0] ?? alike[0])?.config.modelType ?? layout;
  const shared = layout === 'llama' && alike.length === 0;
  // most save nothing of a head's size: only a published config tells it
  const headDim = shapes.headDim ?? alike[0]?.config.headDim;
  const heads = headDim && queryWidth / headDim;
  const kvHeads = headDim && kvWidth / headDim;
  const config = {
    modelType: family,
    hiddenSize,
    layers,
    intermediateSize,
    ...(shapes.vocabSize ? { vocabSize: shapes.vocabSize } : {}),
    ...(headDim ? { heads: heads!, kvHeads: kvHeads!, headDim } : { queryWidth, kvWidth }),
    ...(shapes.names.has('self_attn.o_proj.bias') ? { attentionBias: true } : {}),
    ...(shapes.names.has('mlp.gate_proj.bias') ? { mlpBias: true } : {}),
    languageModellingHead: shapes.head !== undefined,
  };
  const attention = headDim
    ? `${heads} query and ${kvHeads} key-value heads of ${headDim}${shapes.headDim ? '' : ' (as published; names and shapes do not show heads)'}`
    : `query width ${queryWidth}, key-value width ${kvWidth} (how many heads, names and shapes do not show)`;
  const spec = buildDecoder({
    ...config,
    // any split of the widths gives the same tensors
    heads: heads ?? 1,
    kvHeads: kvHeads ?? kvWidth / queryWidth,
    headDim: headDim ?? queryWidth,
    vocabSize: shapes.vocabSize ?? 0,
    tieWordEmbeddings: false,
  });
  const claim = makePart(index, prefix, index.compare(prefix, spec), {
    architecture: family,
    text: `${TITLES[family]}${shared ? "'s layout (Mistral and Gemma name theirs the same)" : ''}, hidden ${hiddenSize}, ${layers} layers, ${attention}${nameOf(exact, alike, shapes)}`,
    config,
    published: exact.flatMap(({ ids }) => ids),
    evidence: [
      shapes.vocabSize ? `${prefix}embed_tokens.weight` : '',
      `${prefix}layers.${shapes.layers[0]}.${TELLING[family] ?? 'self_attn.q_proj.weight'}`,
      `${prefix}layers.${shapes.layers[0]}.self_attn.k_proj.weight`,
    ].filter((name) => index.shape(name) !== undefined),
  });
  if (!shapes.head) return claim;
  const { part } = claim;
  const parameters = part.parameters + index.count([shapes.head]);
  return { names: [...claim.names, shapes.head], part: { ...part, parameters, tensors: part.tensors + 1 } };
}

function hasWidths(config: DecoderConfig, shapes: DecoderShapes, layout: DecoderType): boolean {
  const { modelType } = config;
  return (
    (modelType === layout || (layout === 'llama' && (modelType === 'mistral' || modelType === 'gemma'))) &&
    config.hiddenSize === shapes.hiddenSize &&
    config.intermediateSize === shapes.intermediateSize &&
    config.heads * config.headDim === shapes.queryWidth &&
    config.kvHeads * config.headDim === shapes.kvWidth &&
    (shapes.headDim === undefined || shapes.headDim === config.headDim)
  );
}

/** `: Qwen2-0.5B or Qwen2.5-0.5B`. Base and instruct models share names and shapes. */
function nameOf(
  exact: readonly PublishedModel[],
  alike: readonly PublishedModel[],
  shapes: DecoderShapes,
): string {
  const names = (models: readonly PublishedModel[]) => [
    ...new Set(
      models.flatMap(({ ids }) =>
        ids.map((id) => id.replace(/^.*\/|-(Base|Instruct|hf|it|pt|chat-hf)$/g, '')),
      ),
    ),
  ];
  if (exact.length > 0) return `: ${names(exact).join(' or ')}`;
  if (alike.length === 0) return '';
  const rows =
    shapes.vocabSize === undefined ? 'without its embedding' : `with a vocabulary of ${shapes.vocabSize}`;
  return `: ${names(alike).join(' or ')} ${rows}`;
}

function otherClaim(index: TensorIndex, shapes: DecoderShapes): Claim {
  const { prefix, hiddenSize, intermediateSize, queryWidth, kvWidth } = shapes;
  const names = [...index.names()].filter((name) => name.startsWith(`${prefix}layers.`));
  const plain = [...shapes.names].every(
    (name) => !name.includes('norm') || name.endsWith('layernorm.weight'),
  );
  return {
    names,
    part: {
      path: prefix.replace(/\.$/, ''),
      architecture: 'decoder',
      text:
        `a decoder of ${shapes.layers.length} layers, hidden ${hiddenSize}, query width ${queryWidth}, key-value width ` +
        `${kvWidth}, of a family that Plumb does not know${plain ? ' (Llama and Mistral name theirs so)' : ''}`,
      config: { layers: shapes.layers.length, hiddenSize, queryWidth, kvWidth, intermediateSize },
      published: [],
      parameters: index.count(names),
      tensors: names.length,
      whole: false,
      evidence: [`in each layer: ${listSome([...shapes.names].sort())}`],
    },
  };
}
