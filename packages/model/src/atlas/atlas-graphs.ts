import { mlpActionHead, spatialActionHead } from '../forward/action-head.ts';
import { directVision } from '../forward/atlas-vision.ts';
import { sequential } from '../forward/layers.ts';
import { decoder } from '../forward/qwen.ts';
import { type Features, simpleBackbone } from '../forward/simple-backbone.ts';
import { adaptLanguage, vggtAdapter } from '../forward/vggt-adapter.ts';
import { Graph, type Value } from '../graph/graph.ts';
import { add, cast, div, mean, mul, scalar, slice, sub } from '../graph/operators.ts';
import { ModuleWeights } from '../weights/module-weights.ts';
import type { AtlasModel } from './atlas-model.ts';

// ImageNet's, in eval_vla_libero.py's T.Normalize
const MEAN = [0.485, 0.456, 0.406];
const DEVIATION = [0.229, 0.224, 0.225];

/**
 * What an instruction comes to, computed once an episode: `ids` int64 [batch, tokens] and `bias` (`causalBias`) to
 * `tokens` [batch, tokens, size], for the VGGT backbone already adapted to its width.
 */
export function languageGraph(model: AtlasModel, batch = 1): Graph {
  const graph = new Graph();
  const root = ModuleWeights.root(graph, model.table, model.spec);
  const length = model.config.language.maxLength;
  const ids = graph.input('ids', 'int64', [batch, length]);
  const bias = graph.input('bias', 'float32', [batch, 1, length, length]);
  const encoder = root.child('language_encoder');
  const hidden = decoder(encoder.child('language_model'), model.language.numbers, ids, bias);
  const positions = slice(graph, encoder.tensor('pos_embed'), 1, 0, length);
  const tokens = add(graph, sequential(encoder.child('projector'), hidden), positions);
  const adapted = model.config.vggt.usePretrainedVggt
    ? adaptLanguage(root.child('vggt_backbone'), tokens)
    : tokens;
  graph.output('tokens', adapted);
  return graph;
}

export interface StepOptions {
  readonly batch?: number;
  /** Give the hidden features too. Without them only what the action needs is computed. */
  readonly features?: boolean;
}

/**
 * One step: `image` uint8 [batch, height, width, 3], `tokens` of `languageGraph`, `mask` float32 [batch, tokens] to
 * `actions` [batch, horizon, action], and `vision`, `language`, `global` where asked.
 */
export function stepGraph(model: AtlasModel, { batch = 1, features = false }: StepOptions = {}): Graph {
  const { config } = model;
  const graph = new Graph();
  const root = ModuleWeights.root(graph, model.table, model.spec);
  const { imgSize, inChannels } = config.vision;
  const backbone = root.child('vggt_backbone');
  const tokenSize = config.vggt.usePretrainedVggt
    ? backbone.child('cross_attn_norm').spec.parameters[0]!.shape[0]!
    : config.language.outputDim;
  const image = graph.input('image', 'uint8', [batch, imgSize, imgSize, inChannels]);
  const tokens = graph.input('tokens', 'float32', [batch, config.language.maxLength, tokenSize]);
  const mask = graph.input('mask', 'float32', [batch, config.language.maxLength]);
  const vision = directVision(root.child('vision_encoder'), normalise(graph, image));
  const found = config.vggt.usePretrainedVggt
    ? vggtAdapter(backbone, vision, tokens)
    : simpleBackbone(backbone, vision, tokens, mask, {
        heads: config.vggt.numHeads,
        graph: model.tokenGraph,
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
