import { simpleBackbone, vggtAdapter } from '../architectures/atlas-vla/backbones.ts';
import { spatialActionHead, towerProjector } from '../architectures/atlas-vla/optional-parts.ts';
import { actionHead, directEncoder, languageEncoder } from '../architectures/atlas-vla/parts.ts';
import { bare } from '../layers.ts';
import { type Claim, makePart } from './make-part.ts';
import type { TensorIndex } from './tensor-index.ts';

/** AtlasVLA's own parts, wherever they stand: each is known by the tensor that nothing else has. */
export function recogniseAtlasParts(index: TensorIndex): Claim[] {
  return [
    ...index.prefixesOf('patch_embed.weight').map((prefix) => directPatches(index, prefix)),
    ...index.prefixesOf('projector.0.weight').map((prefix) => projector(index, prefix)),
    ...index.prefixesOf('lang_adapter.0.weight').map((prefix) => adapter(index, prefix)),
    ...index.prefixesOf('layers.0.graph_conv.weight').map((prefix) => simple(index, prefix)),
    ...index.prefixesOf('action_mean').map((prefix) => mlpHead(index, prefix)),
    ...index.prefixesOf('spatial_attention.0.weight').map((prefix) => spatialHead(index, prefix)),
    ...index.prefixesOf('projector.3.weight').map((prefix) => towerProjection(index, prefix)),
  ].filter((claim) => claim !== undefined);
}

function directPatches(index: TensorIndex, prefix: string): Claim | undefined {
  const [embedDim, inChannels, patchSize] = index.shape(`${prefix}patch_embed.weight`) ?? [];
  const positions = index.size(`${prefix}pos_embed`, 3, 1);
  const grid = Math.sqrt(positions ?? Number.NaN);
  // a class token makes it no square: another encoder
  if (!embedDim || !inChannels || !patchSize || !Number.isInteger(grid)) return undefined;
  const config = { imgSize: grid * patchSize, patchSize, inChannels, embedDim };
  const comparison = index.compare(prefix, directEncoder(config));
  if (comparison.absent.length > 0) return undefined;
  return makePart(index, prefix, comparison, {
    architecture: 'direct-patches',
    text: `direct patches: ${config.imgSize} x ${config.imgSize} pixels in patches of ${patchSize}, width ${embedDim}`,
    config,
    evidence: [`${prefix}patch_embed.weight`, `${prefix}pos_embed`],
  });
}

function projector(index: TensorIndex, prefix: string): Claim | undefined {
  const hiddenSize = index.size(`${prefix}projector.0.weight`, 2, 1);
  const outputDim = index.size(`${prefix}projector.0.weight`, 2, 0);
  const maxLength = index.size(`${prefix}pos_embed`, 3, 1);
  if (!hiddenSize || !outputDim || !maxLength) return undefined;
  const spec = languageEncoder({ modelName: '', maxLength, outputDim }, bare(''), hiddenSize);
  const comparison = index.compare(prefix, spec);
  if (comparison.absent.length > 0) return undefined;
  const claim = makePart(index, prefix, comparison, {
    architecture: 'language-projector',
    text: `projector Linear(${hiddenSize} -> ${outputDim}) after the language model, ${maxLength} token positions`,
    config: { hiddenSize, outputDim, maxLength },
    evidence: [`${prefix}projector.0.weight`, `${prefix}pos_embed`],
  });
  return { ...claim, part: { ...claim.part, path: `${prefix}projector` } };
}

function adapter(index: TensorIndex, prefix: string): Claim | undefined {
  const embedDim = index.size(`${prefix}lang_adapter.0.weight`, 2, 1);
  const inner = index.size(`${prefix}lang_adapter.0.weight`, 2, 0);
  const queries = index.size(`${prefix}action_queries`, 3, 1);
  if (!embedDim || !inner || !queries) return undefined;
  const spec = vggtAdapter({ embedDim });
  return makePart(index, prefix, index.compare(prefix, spec, ['vggt.']), {
    architecture: 'vggt-adapter',
    text: `AtlasVLA's adapters around VGGT: ${embedDim} -> ${inner} and back, ${queries} action queries`,
    config: { embedDim, vggtEmbedDim: inner, actionQueries: queries },
    evidence: [
      `${prefix}lang_adapter.0.weight`,
      `${prefix}feature_projector.0.weight`,
      `${prefix}action_queries`,
    ],
  });
}

function simple(index: TensorIndex, prefix: string): Claim | undefined {
  const embedDim = index.size(`${prefix}layers.0.graph_conv.weight`, 2, 0);
  const hidden = index.size(`${prefix}layers.0.mlp.0.weight`, 2, 0);
  if (!embedDim || !hidden) return undefined;
  let depth = 1;
  while (index.shape(`${prefix}layers.${depth}.graph_conv.weight`)) depth++;
  const mlpRatio = hidden / embedDim;
  return makePart(index, prefix, index.compare(prefix, simpleBackbone({ embedDim, depth, mlpRatio })), {
    architecture: 'simple-backbone',
    text: `AtlasVLA's simple backbone: ${depth} layers of graph convolution, attention and MLP, width ${embedDim}`,
    config: { embedDim, depth, mlpRatio },
    evidence: [`${prefix}layers.0.graph_conv.weight`, `${prefix}action_queries`],
  });
}

function mlpHead(index: TensorIndex, prefix: string): Claim | undefined {
  const actionDim = index.size(`${prefix}action_mean`, 1, 0);
  const widths: [inputs: number, outputs: number][] = [];
  // Linear, LayerNorm, ReLU, Dropout: every fourth is a Linear
  for (let i = 0; ; i += 4) {
    const inputs = index.size(`${prefix}mlp.${i}.weight`, 2, 1);
    const outputs = index.size(`${prefix}mlp.${i}.weight`, 2, 0);
    if (!inputs || !outputs) break;
    widths.push([inputs, outputs]);
  }
  const last = widths.at(-1)?.[1];
  if (!actionDim || !last || last % actionDim !== 0) return undefined;
  const [inputDim, hiddenDim] = widths[0]!;
  const config = {
    inputDim,
    hiddenDim,
    actionDim,
    actionHorizon: last / actionDim,
    numHiddenLayers: widths.length - 1,
  };
  const sizes = [inputDim, ...widths.map(([, outputs]) => outputs)].join(' -> ');
  return makePart(index, prefix, index.compare(prefix, actionHead({ ...config, useActionChunking: true })), {
    architecture: 'mlp-action-head',
    text: `MLP action head: ${sizes}, that is action ${actionDim} x horizon ${config.actionHorizon}`,
    config,
    evidence: [`${prefix}action_mean`, `${prefix}mlp.${4 * (widths.length - 1)}.weight`],
  });
}

function spatialHead(index: TensorIndex, prefix: string): Claim | undefined {
  const inputDim = index.size(`${prefix}spatial_attention.0.weight`, 2, 1);
  const hiddenDim = index.size(`${prefix}action_mlp.0.weight`, 2, 0);
  // 8da9053 put a norm after the first layer, and with it everything one further
  const normalised = index.shape(`${prefix}action_mlp.1.weight`) !== undefined;
  const last = `${prefix}action_mlp.${normalised ? 6 : 5}.weight`;
  const outputs = index.size(last, 2, 0);
  if (!inputDim || !hiddenDim || !outputs) return undefined;
  // without its statistics nothing tells where an action ends
  const actionDim = index.size(`${prefix}action_mean`, 1, 0);
  const known = actionDim && outputs % actionDim === 0 ? actionDim : undefined;
  const config = {
    inputDim,
    hiddenDim,
    actionDim: known ?? outputs,
    actionHorizon: known ? outputs / known : 1,
  };
  const spec = spatialActionHead(config, normalised ? 'normalised' : 'plain');
  return makePart(index, prefix, index.compare(prefix, spec), {
    architecture: 'spatial-action-head',
    text: `spatial action head: ${inputDim} + ${inputDim} -> ${hiddenDim} -> ${outputs}${known ? `, that is action ${known} x horizon ${config.actionHorizon}` : ''}`,
    config: known ? config : { inputDim, hiddenDim, outputs },
    evidence: [`${prefix}spatial_attention.0.weight`, last],
  });
}

function towerProjection(index: TensorIndex, prefix: string): Claim | undefined {
  const [embedDim, width] = index.shape(`${prefix}projector.0.weight`) ?? [];
  if (!embedDim || !width) return undefined;
  const comparison = index.compare(`${prefix}projector.`, towerProjector(width, embedDim));
  if (comparison.absent.length > 0 || comparison.otherShape.length > 0) return undefined;
  // the language projector ends with a norm
  if (index.shape(`${prefix}projector.4.weight`)) return undefined;
  return makePart(index, `${prefix}projector.`, comparison, {
    architecture: 'vision-tower-projector',
    text: `projector ${width} -> ${embedDim} after the vision tower`,
    config: { width, embedDim },
    evidence: [`${prefix}projector.0.weight`],
  });
}
