import type { Child } from '../../layers.ts';
import { bare, conv2d, convTranspose2d, layerNorm, module, moduleList, sequential } from '../../layers.ts';
import type { ModuleSpec } from '../../module-spec.ts';

const OUT_CHANNELS = [256, 512, 1024, 1024] as const;

function residualConvUnit(features: number): ModuleSpec {
  return module('ResidualConvUnit', {
    children: [
      ['conv1', conv2d(features, features, 3)],
      ['conv2', conv2d(features, features, 3)],
      ['activation', bare('ReLU')],
      floatFunctional,
    ],
  });
}

/** `nn.quantized.FloatFunctional`: no parameters, but a child of its own. */
const floatFunctional: Child = [
  'skip_add',
  module('FloatFunctional', { children: [['activation_post_process', bare('Identity')]] }),
];

function fusionBlock(features: number, residual: boolean): ModuleSpec {
  return module('FeatureFusionBlock', {
    children: [
      ['out_conv', conv2d(features, features, 1)],
      ...(residual ? ([['resConfUnit1', residualConvUnit(features)]] as const) : []),
      ['resConfUnit2', residualConvUnit(features)],
      floatFunctional,
    ],
  });
}

/**
 * Dense prediction from four layers of tokens (`vggt/heads/dpt_head.py`). `outputs` channels, or features only (the
 * tracker's extractor), which has no last convolutions.
 */
export function dptHead(size: number, features: number, outputs: number | 'features'): ModuleSpec {
  const [first, second, , last] = OUT_CHANNELS;
  const ends: Child[] =
    outputs === 'features'
      ? [['output_conv1', conv2d(features, features, 3)]]
      : [
          ['output_conv1', conv2d(features, features / 2, 3)],
          ['output_conv2', sequential(conv2d(features / 2, 32, 3), bare('ReLU'), conv2d(32, outputs, 1))],
        ];
  return module('DPTHead', {
    children: [
      ['norm', layerNorm(size)],
      ['projects', moduleList(OUT_CHANNELS.map((channels) => conv2d(size, channels, 1)))],
      [
        'resize_layers',
        moduleList([
          convTranspose2d(first, first, 4),
          convTranspose2d(second, second, 2),
          bare('Identity'),
          conv2d(last, last, 3),
        ]),
      ],
      [
        'scratch',
        module('Module', {
          children: [
            ...OUT_CHANNELS.map(
              (channels, i) => [`layer${i + 1}_rn`, conv2d(channels, features, 3, false)] as const,
            ),
            ...[1, 2, 3].map((i) => [`refinenet${i}`, fusionBlock(features, true)] as const),
            // the deepest level has nothing to be fused with
            ['refinenet4', fusionBlock(features, false)],
            ...ends,
          ],
        }),
      ],
    ],
  });
}
