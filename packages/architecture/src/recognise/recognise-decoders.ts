import type { DecoderConfig } from '../architectures/decoder.ts';
import { PUBLISHED, type PublishedModel } from '../architectures/published.ts';
import { qwen2 } from '../architectures/qwen2.ts';
import { qwen3 } from '../architectures/qwen3.ts';
import { type Claim, listSome, makePart } from './make-part.ts';
import { type DecoderShapes, familyOf, readDecoders } from './read-decoder.ts';
import type { TensorIndex } from './tensor-index.ts';

/** Every Qwen2 or Qwen3 by its layers' names; decoders of other families are named as such, not guessed. */
export function recogniseDecoders(index: TensorIndex): Claim[] {
  return readDecoders(index).map((shapes) => {
    const family = familyOf(shapes);
    return family ? qwenClaim(index, shapes, family) : otherClaim(index, shapes);
  });
}

function qwenClaim(index: TensorIndex, shapes: DecoderShapes, family: DecoderConfig['modelType']): Claim {
  const { prefix, hiddenSize, intermediateSize, queryWidth, kvWidth } = shapes;
  const layers = shapes.layers.at(-1)! + 1;
  const alike = PUBLISHED.filter(
    ({ config }) => hasWidths(config, shapes, family) && config.layers === layers,
  );
  const exact = alike.filter(({ config }) => config.vocabSize === shapes.vocabSize);
  // Qwen2 saves nothing of a head's size: only a published config tells it
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
    languageModellingHead: shapes.head !== undefined,
  };
  const attention = headDim
    ? `${heads} query and ${kvHeads} key-value heads of ${headDim}${shapes.headDim ? '' : ' (as published; names and shapes do not show heads)'}`
    : `query width ${queryWidth}, key-value width ${kvWidth} (how many heads, names and shapes do not show)`;
  const spec = (family === 'qwen2' ? qwen2 : qwen3)({
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
    text: `${family === 'qwen2' ? 'Qwen2' : 'Qwen3'}, hidden ${hiddenSize}, ${layers} layers, ${attention}${nameOf(exact, alike, shapes)}`,
    config,
    published: exact.flatMap(({ ids }) => ids),
    evidence: [
      shapes.vocabSize ? `${prefix}embed_tokens.weight` : '',
      `${prefix}layers.${shapes.layers[0]}.self_attn.${family === 'qwen2' ? 'q_proj.bias' : 'q_norm.weight'}`,
      `${prefix}layers.${shapes.layers[0]}.self_attn.k_proj.weight`,
    ].filter((name) => index.shape(name) !== undefined),
  });
  if (!shapes.head) return claim;
  const { part } = claim;
  const parameters = part.parameters + index.count([shapes.head]);
  return { names: [...claim.names, shapes.head], part: { ...part, parameters, tensors: part.tensors + 1 } };
}

function hasWidths(
  config: DecoderConfig,
  shapes: DecoderShapes,
  family: DecoderConfig['modelType'],
): boolean {
  return (
    config.modelType === family &&
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
    ...new Set(models.flatMap(({ ids }) => ids.map((id) => id.replace(/^.*\/|-(Base|Instruct)$/g, '')))),
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
