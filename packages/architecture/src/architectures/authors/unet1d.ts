import {
  bare,
  conv1d,
  convTranspose1d,
  groupNorm,
  linear,
  module,
  moduleList,
  repeat,
  sequential,
} from '../../layers.ts';
import type { ModuleSpec } from '../../module-spec.ts';

/** What decides names and shapes of `ConditionalUnet1D` (real-stanford/diffusion_policy). */
export interface Unet1dConfig {
  readonly inputs: number;
  readonly localCondition: number | undefined;
  /** Width of the step's embedding and of the global condition together. */
  readonly condition: number;
  readonly stepWidth: number;
  readonly widths: readonly number[];
  readonly kernel: number;
  readonly scales: boolean;
}

export function unet1d(config: Unet1dConfig): ModuleSpec {
  const { inputs, localCondition, stepWidth, widths, kernel } = config;
  const first = widths[0] ?? 1;
  const last = widths.at(-1) ?? 1;
  const pairs = widths.map((outputs, i) => [i === 0 ? inputs : widths[i - 1]!, outputs] as const);
  const pair = (from: number, to: number) => [block(config, from, to), block(config, to, to)];
  const down = pairs.map(([from, to], i) =>
    moduleList([
      ...pair(from, to),
      i < pairs.length - 1
        ? module('Downsample1d', { children: [['conv', conv1d(to, to, 3)]] })
        : bare('Identity'),
    ]),
  );
  const up = pairs
    .slice(1)
    .reverse()
    .map(([to, from]) =>
      moduleList([
        ...pair(2 * from, to),
        module('Upsample1d', { children: [['conv', convTranspose1d(to, to, 4)]] }),
      ]),
    );
  return module('ConditionalUnet1D', {
    children: [
      ['mid_modules', repeat(2, block(config, last, last))],
      [
        'diffusion_step_encoder',
        sequential(
          bare('SinusoidalPosEmb'),
          linear(stepWidth, 4 * stepWidth),
          bare('Mish'),
          linear(4 * stepWidth, stepWidth),
        ),
      ],
      ...(localCondition === undefined
        ? []
        : [['local_cond_encoder', repeat(2, block(config, localCondition, first))] as const]),
      ['up_modules', moduleList(up)],
      ['down_modules', moduleList(down)],
      ['final_conv', sequential(convBlock(first, first, kernel), conv1d(first, inputs, 1))],
    ],
  });
}

function block({ condition, kernel, scales }: Unet1dConfig, inputs: number, outputs: number): ModuleSpec {
  return module('ConditionalResidualBlock1D', {
    children: [
      ['blocks', moduleList([convBlock(inputs, outputs, kernel), convBlock(outputs, outputs, kernel)])],
      ['cond_encoder', sequential(bare('Mish'), linear(condition, scales ? 2 * outputs : outputs))],
      ['residual_conv', inputs === outputs ? bare('Identity') : conv1d(inputs, outputs, 1)],
    ],
  });
}

function convBlock(inputs: number, outputs: number, kernel: number): ModuleSpec {
  const content = sequential(conv1d(inputs, outputs, kernel), groupNorm(outputs), bare('Mish'));
  return module('Conv1dBlock', { children: [['block', content]] });
}
