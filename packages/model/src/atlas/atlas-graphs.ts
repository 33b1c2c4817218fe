import { mlpActionHead, spatialActionHead } from '../forward/action-head.ts';
import { directVision, towerVision } from '../forward/atlas-vision.ts';
import { sequential } from '../forward/layers.ts';
import { decoder, embedTokens } from '../forward/qwen.ts';
import { type Features, simpleBackbone } from '../forward/simple-backbone.ts';
import { adaptLanguage, vggtAdapter } from '../forward/vggt-adapter.ts';
import { Graph, type Value } from '../graph/graph.ts';
import { add, cast, div, mean, mul, reshape, scalar, sub } from '../graph/operators.ts';
import { ModuleWeights } from '../weights/module-weights.ts';
import type { AtlasModel } from './atlas-model.ts';

/** What the graphs are built from. */
export type GraphSource = Pick<
  AtlasModel,
  'config' | 'spec' | 'table' | 'language' | 'tokenGraph' | 'variants' | 'towerInputs'
>;

// ImageNet's, in eval_vla_libero.py's T.Normalize
const MEAN = [0.485, 0.456, 0.406];
const DEVIATION = [0.229, 0.224, 0.225];

/**
 * Rows of the language model's table: `ids` int64 [batch, tokens] to `embedded` [batch, tokens, hidden]. Apart, for the CPU to
 * compute: a quarter of Qwen3-0.6B is this table, and of it some 77 rows are read.
 */
export function embeddingGraph(model: GraphSource, batch = 1): Graph {
  const graph = new Graph();
  const ids = graph.input('ids', 'int64', [batch, model.config.language.maxLength]);
  graph.output('embedded', embedTokens(languageModel(model, graph), ids));
  return graph;
}

/**
 * The language model after its table: `embedded` and `bias` (`causalBias`) to `hidden` [batch, tokens, hidden]. Apart, since a
 * random twin shares it: the source freezes it.
 */
export function textGraph(model: GraphSource, batch = 1): Graph {
  const graph = new Graph();
  const length = model.config.language.maxLength;
  const embedded = graph.input('embedded', 'float32', [batch, length, model.language.config.hiddenSize]);
  const bias = graph.input('bias', 'float32', [batch, 1, length, length]);
  graph.output('hidden', decoder(languageModel(model, graph), model.language.numbers, embedded, bias));
  return graph;
}

function languageModel({ table, spec }: GraphSource, graph: Graph): ModuleWeights {
  return ModuleWeights.root(graph, table, spec).child('language_encoder', 'language_model');
}

/**
 * What else depends on the instruction alone: `hidden` [batch, tokens, hidden] to `tokens` [batch, tokens, size], for the VGGT
 * backbone already adapted to its width.
 */
export function languageGraph(model: GraphSource, batch = 1): Graph {
  const graph = new Graph();
  const root = ModuleWeights.root(graph, model.table, model.spec);
  const length = model.config.language.maxLength;
  const hidden = graph.input('hidden', 'float32', [batch, length, model.language.config.hiddenSize]);
  const encoder = root.child('language_encoder');
  const tokens = add(graph, sequential(encoder.child('projector'), hidden), encoder.tensor('pos_embed'));
  const adapted = model.config.vggt.usePretrainedVggt
    ? adaptLanguage(root.child('vggt_backbone'), tokens)
    : tokens;
  graph.output('tokens', adapted);
  return graph;
}

export interface StepOptions {
  readonly batch?: number;
  /** Pictures of one moment: 8da9053 puts the tokens of two one after the other. */
  readonly views?: number;
  /** Give the hidden features too. Without them only what the action needs is computed. */
  readonly features?: boolean;
}

/**
 * One step: `image` uint8 [batch * views, height, width, 3], `tokens` of `languageGraph`, `mask` float32 [batch, tokens] to
 * `actions` [batch, horizon, action], and `vision`, `language`, `global` where asked.
 */
export function stepGraph(
  model: GraphSource,
  { batch = 1, views = 1, features = false }: StepOptions = {},
): Graph {
  const { config } = model;
  const graph = new Graph();
  const root = ModuleWeights.root(graph, model.table, model.spec);
  const { imgSize, inChannels } = config.vision;
  const backbone = root.child('vggt_backbone');
  const tokenSize = config.vggt.usePretrainedVggt
    ? backbone.child('cross_attn_norm').spec.parameters[0]!.shape[0]!
    : config.language.outputDim;
  const image = graph.input('image', 'uint8', [batch * views, imgSize, imgSize, inChannels]);
  const tokens = graph.input('tokens', 'float32', [batch, config.language.maxLength, tokenSize]);
  const mask = graph.input('mask', 'float32', [batch, config.language.maxLength]);
  const encoder = root.child('vision_encoder');
  const pixels = normalise(graph, image);
  const { towers } = config.vision;
  const patches = towers
    ? towerVision(encoder, pixels, towers, model.towerInputs)
    : directVision(encoder, pixels);
  const [, perView, size] = patches.shape as [number, number, number];
  const vision = reshape(graph, patches, [batch, views * perView, size]);
  const grid = Math.floor(Math.sqrt(perView));
  const { lora } = config.vggt;
  const found = config.vggt.usePretrainedVggt
    ? vggtAdapter(backbone, vision, tokens, { grid, loraScale: lora && lora.alpha / lora.rank })
    : simpleBackbone(backbone, vision, tokens, mask, {
        heads: config.vggt.numHeads,
        graph: model.tokenGraph,
        grid,
      });
  const pooled = model.variants.some(({ name }) => name === 'queries-pool')
    ? pool(graph, found)
    : found.global;
  const head = root.child('action_head');
  const { actionDim, tanh = false } = config.actionHead;
  const actions = config.actionHead.spatial
    ? spatialActionHead(head, pooled, found.vision, { actionDim, tanh })
    : mlpActionHead(head, pooled, { actionDim, tanh });
  graph.output('actions', actions);
  if (features) for (const name of ['vision', 'language', 'global'] as const) graph.output(name, found[name]);
  return graph;
}

/** torchvision's ToTensor and Normalize, in their order. */
function normalise(graph: Graph, image: Value): Value {
  const unit = div(graph, cast(graph, image, 'float32'), scalar(graph, 255));
  const channels = (values: readonly number[]) => graph.constant('float32', [3], values);
  return div(graph, sub(graph, unit, channels(MEAN)), channels(DEVIATION));
}

/** The variant `queries-pool`. */
function pool(graph: Graph, { global, vision, language }: Features): Value {
  const [, visionTokens] = vision.shape as [number, number];
  const [, languageTokens] = language.shape as [number, number];
  const weight = (count: number) => scalar(graph, (0.1 * count) / (visionTokens + languageTokens));
  const share = (x: Value, count: number) => mul(graph, mean(graph, x, 1), weight(count));
  return add(graph, global, add(graph, share(vision, visionTokens), share(language, languageTokens)));
}
