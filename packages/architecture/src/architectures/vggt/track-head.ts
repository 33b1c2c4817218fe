import {
  bare,
  groupNorm,
  layerNorm,
  linear,
  module,
  multiheadAttention,
  repeat,
  sequential,
  tensor,
} from '../../layers.ts';
import type { ModuleSpec } from '../../module-spec.ts';
import { dptHead } from './dpt-head.ts';

// defaults of TrackHead and BaseTrackerPredictor (vggt/heads/track_head.py, track_modules/base_track_predictor.py)
const FEATURES = 128;
const HIDDEN = 384;
const DEPTH = 6;
const VIRTUAL_TRACKS = 64;
const CORRELATIONS = 7 * (4 * 2 + 1) ** 2;
/** Three feature vectors and four numbers of flow. */
const TOKEN = 3 * FEATURES + 4;

function mlp(inputs: number, hidden: number, outputs: number): ModuleSpec {
  return module('Mlp', {
    children: [
      ['fc1', linear(inputs, hidden)],
      ['act', bare('GELU')],
      ['drop1', bare('Dropout')],
      ['fc2', linear(hidden, outputs)],
      ['drop2', bare('Dropout')],
    ],
  });
}

const norm = () => layerNorm(HIDDEN);
const feedForward = () => mlp(HIDDEN, 4 * HIDDEN, HIDDEN);

function attentionBlock(): ModuleSpec {
  return module('AttnBlock', {
    children: [
      ['norm1', norm()],
      ['norm2', norm()],
      ['attn', multiheadAttention(HIDDEN)],
      ['mlp', feedForward()],
    ],
  });
}

function crossAttentionBlock(): ModuleSpec {
  return module('CrossAttnBlock', {
    children: [
      ['norm1', norm()],
      ['norm_context', norm()],
      ['norm2', norm()],
      ['cross_attn', multiheadAttention(HIDDEN)],
      ['mlp', feedForward()],
    ],
  });
}

function updateFormer(): ModuleSpec {
  return module('EfficientUpdateFormer', {
    // spelt so in the source
    parameters: [tensor('virual_tracks', 1, VIRTUAL_TRACKS, 1, HIDDEN)],
    children: [
      ['input_norm', layerNorm(TOKEN)],
      ['input_transform', linear(TOKEN, HIDDEN)],
      ['output_norm', norm()],
      ['flow_head', linear(HIDDEN, FEATURES + 2)],
      ['time_blocks', repeat(DEPTH, attentionBlock())],
      ['space_virtual_blocks', repeat(DEPTH, attentionBlock())],
      ['space_point2virtual_blocks', repeat(DEPTH, crossAttentionBlock())],
      ['space_virtual2point_blocks', repeat(DEPTH, crossAttentionBlock())],
    ],
  });
}

/** Follows points over frames. `size` is the width of the tokens that it reads. */
export function trackHead(size: number): ModuleSpec {
  const tracker = module('BaseTrackerPredictor', {
    parameters: [tensor('query_ref_token', 1, 2, TOKEN)],
    children: [
      ['corr_mlp', mlp(CORRELATIONS, HIDDEN, FEATURES)],
      ['updateformer', updateFormer()],
      ['fmap_norm', layerNorm(FEATURES)],
      ['ffeat_norm', groupNorm(FEATURES)],
      ['ffeat_updater', sequential(linear(FEATURES, FEATURES), bare('GELU'))],
      ['vis_predictor', sequential(linear(FEATURES, 1))],
      ['conf_predictor', sequential(linear(FEATURES, 1))],
    ],
  });
  return module('TrackHead', {
    children: [
      ['feature_extractor', dptHead(size, FEATURES, 'features')],
      ['tracker', tracker],
    ],
  });
}
