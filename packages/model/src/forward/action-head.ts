import type { Value } from '../graph/graph.ts';
import { add, concat, mean, mul, reshape, softmax, tanh } from '../graph/operators.ts';
import type { ModuleWeights } from '../weights/module-weights.ts';
import { sequential } from './layers.ts';

export interface ActionHeadOptions {
  readonly actionDim: number;
  /** 8da9053's `use_tanh_output`: before the statistics. */
  readonly tanh: boolean;
}

/** `MLPActionHead` (`action_head.py`): the mean of the queries, an MLP, statistics. [batch, horizon, action]. */
export function mlpActionHead(module: ModuleWeights, features: Value, options: ActionHeadOptions): Value {
  const pooled = pool(module, features);
  return finish(module, sequential(module.child('mlp'), pooled), options);
}

/**
 * `ActionHeadWithSpatialFeatures`: attention weights over the vision tokens beside the global features. As published at
 * 6c47f7f it concatenates three dimensions with two and raises; `pooled` is 8da9053's own mend: the queries' mean first.
 */
export function spatialActionHead(
  module: ModuleWeights,
  features: Value,
  vision: Value,
  options: ActionHeadOptions,
): Value {
  const { graph } = module;
  const [batch, , size] = vision.shape as [number, number, number];
  const weights = softmax(graph, sequential(module.child('spatial_attention'), vision), 1);
  const weighted = mul(graph, mean(graph, mul(graph, vision, weights), 1), count(vision));
  const spatial = reshape(graph, weighted, [batch, size]);
  const both = concat(graph, [pool(module, features), spatial], 1);
  return finish(module, sequential(module.child('action_mlp'), both), options);

  /** ReduceMean stands for the sum. */
  function count({ shape }: Value): Value {
    return graph.constant('float32', [], [shape[1]!]);
  }
}

function pool({ graph }: ModuleWeights, features: Value): Value {
  const [batch, , size] = features.shape as [number, number, number];
  return reshape(graph, mean(graph, features, 1), [batch, size]);
}

function finish(module: ModuleWeights, out: Value, { actionDim, tanh: bounded }: ActionHeadOptions): Value {
  const { graph } = module;
  const [batch, outputs] = out.shape as [number, number];
  const shaped = reshape(graph, out, [batch, outputs / actionDim, actionDim]);
  const raw = bounded ? tanh(graph, shaped) : shaped;
  if (!module.has('action_std')) return raw;
  return add(graph, mul(graph, raw, module.tensor('action_std')), module.tensor('action_mean'));
}
