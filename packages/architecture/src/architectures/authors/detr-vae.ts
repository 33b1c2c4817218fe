import {
  type Child,
  conv2d,
  embedding,
  layerNorm,
  linear,
  module,
  repeat,
  sequential,
  tensor,
} from '../../layers.ts';
import type { ModuleSpec } from '../../module-spec.ts';
import { resnetTrunk, resnetWidth } from '../lerobot/resnet.ts';
import { transformerLayer } from './transformer-layer.ts';

/** What of ACT's arguments decides names and shapes (`detr/models/detr_vae.py` of tonyzhaozh/act). */
export interface DetrVaeConfig {
  readonly backbone: string;
  readonly width: number;
  readonly feedForward: number;
  /** Of the encoder over the cameras, and of the VAE's. */
  readonly encoderLayers: number;
  readonly vaeLayers: number;
  readonly decoderLayers: number;
  /** `num_queries`: the actions of a chunk. */
  readonly chunk: number;
  readonly stateSize: number;
  readonly actionSize: number;
  readonly latent: number;
  readonly preNorm: boolean;
  /** `position_embedding: learned`, in place of sines. */
  readonly learnedPositions: boolean;
}

/** `DETRVAE`, which `ACTPolicy` holds as `model`. Undefined for a backbone that is no ResNet. */
export function detrVae(config: DetrVaeConfig): ModuleSpec | undefined {
  const { width, chunk, stateSize, actionSize, latent } = config;
  const backbone = joiner(config.backbone, config.learnedPositions ? width / 2 : undefined);
  if (!backbone) return undefined;
  return module('DETRVAE', {
    buffers: [tensor('pos_table', 1, 2 + chunk, width)],
    children: [
      [
        'transformer',
        module('Transformer', {
          children: [
            ['encoder', encoder(config, config.encoderLayers)],
            ['decoder', decoder(config)],
          ],
        }),
      ],
      ['encoder', encoder(config, config.vaeLayers)],
      ['action_head', linear(width, actionSize)],
      ['is_pad_head', linear(width, 1)],
      ['query_embed', embedding(chunk, width)],
      ['input_proj', conv2d(resnetWidth(config.backbone), width, 1)],
      // every camera goes through the first
      ['backbones', sequential(backbone)],
      ['input_proj_robot_state', linear(stateSize, width)],
      ['cls_embed', embedding(1, width)],
      ['encoder_action_proj', linear(actionSize, width)],
      ['encoder_joint_proj', linear(stateSize, width)],
      ['latent_proj', linear(width, 2 * latent)],
      ['latent_out_proj', linear(latent, width)],
      ['additional_pos_embed', embedding(2, width)],
    ],
  });
}

export interface CnnMlpConfig {
  readonly backbone: string;
  readonly cameras: number;
  readonly inputs: number;
  readonly actionSize: number;
}

/** `CNNMLP`, the baseline of the same repository. Its positions are sines. */
export function cnnMlp({ backbone, cameras, inputs, actionSize }: CnnMlpConfig): ModuleSpec | undefined {
  const tower = joiner(backbone, undefined);
  if (!tower) return undefined;
  const down = sequential(conv2d(resnetWidth(backbone), 128, 5), conv2d(128, 64, 5), conv2d(64, 32, 5));
  return module('CNNMLP', {
    children: [
      // of no use in the forward pass
      ['action_head', linear(1000, actionSize)],
      ['backbones', repeat(cameras, tower)],
      ['backbone_down_projs', repeat(cameras, down)],
      [
        'mlp',
        module('Sequential', {
          children: [
            ['0', linear(inputs, 1024)],
            ['2', linear(1024, 1024)],
            ['4', linear(1024, actionSize)],
          ],
        }),
      ],
    ],
  });
}

function joiner(variant: string, positionWidth: number | undefined): ModuleSpec | undefined {
  const trunk = resnetTrunk(variant, 'frozen');
  if (!trunk) return undefined;
  const body = module('IntermediateLayerGetter', { children: trunk });
  const positions: Child[] =
    positionWidth === undefined
      ? []
      : [
          ['row_embed', embedding(50, positionWidth)],
          ['col_embed', embedding(50, positionWidth)],
        ];
  return module('Joiner', {
    children: [
      ['0', module('Backbone', { children: [['body', body]] })],
      ['1', module('PositionEmbedding', { children: positions })],
    ],
  });
}

function encoder({ width, feedForward, preNorm }: DetrVaeConfig, layers: number): ModuleSpec {
  return module('TransformerEncoder', {
    children: [
      ['layers', repeat(layers, transformerLayer(width, feedForward, ['self_attn']))],
      ...(preNorm ? [['norm', layerNorm(width)] as const] : []),
    ],
  });
}

function decoder({ width, feedForward, decoderLayers }: DetrVaeConfig): ModuleSpec {
  return module('TransformerDecoder', {
    children: [
      [
        'layers',
        repeat(decoderLayers, transformerLayer(width, feedForward, ['self_attn', 'multihead_attn'])),
      ],
      ['norm', layerNorm(width)],
    ],
  });
}
