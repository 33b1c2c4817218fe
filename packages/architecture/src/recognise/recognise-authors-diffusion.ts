import { diffusionTransformer } from '../architectures/authors/diffusion-transformer.ts';
import { unet1d } from '../architectures/authors/unet1d.ts';
import { module, tensor } from '../layers.ts';
import type { ModuleSpec } from '../module-spec.ts';
import { countLayers } from './count-layers.ts';
import { type Claim, makePart } from './make-part.ts';
import { readObservation, recogniseObservationEncoders } from './recognise-observation-encoder.ts';
import type { TensorIndex } from './tensor-index.ts';

/** Diffusion Policy as its authors' workspaces save it, under `state_dicts.model` of a `*.ckpt`. */
export function recogniseAuthorsDiffusion(index: TensorIndex): Claim[] {
  return [
    ...index.prefixesOf('down_modules.0.0.blocks.0.block.0.weight').map((prefix) => unetClaim(index, prefix)),
    ...index.prefixesOf('input_emb.weight').map((prefix) => transformerClaim(index, prefix)),
    ...recogniseObservationEncoders(index),
  ].filter((claim) => claim !== undefined);
}

function unetClaim(index: TensorIndex, prefix: string): Claim | undefined {
  const stepWidth = index.size(`${prefix}diffusion_step_encoder.1.weight`, 2, 1);
  const inputs = index.size(`${prefix}final_conv.1.weight`, 3, 0);
  const first = `${prefix}down_modules.0.0.`;
  const kernel = index.size(`${first}blocks.0.block.0.weight`, 3, 2);
  const [modulated = 0, condition = 0] = index.shape(`${first}cond_encoder.1.weight`) ?? [];
  const levels = countLayers(index, `${prefix}down_modules.`, '0.blocks.0.block.0.weight');
  const widths = Array.from(
    { length: levels },
    (_, level) => index.size(`${prefix}down_modules.${level}.0.blocks.0.block.0.weight`, 3, 0) ?? 0,
  );
  if (!stepWidth || !inputs || !kernel || !condition || widths.includes(0)) return undefined;
  const localCondition = index.size(`${prefix}local_cond_encoder.0.blocks.0.block.0.weight`, 3, 1);
  const scales = modulated === 2 * widths[0]!;
  const spec = unet1d({ inputs, localCondition, condition, stepWidth, widths, kernel, scales });
  const root = prefix.replace(/model\.$/, '');
  const { actionSize, observation } = readObservation(index, root, inputs);
  const globally = condition - stepWidth;
  const steps =
    observation && globally > 0 && globally % observation === 0 ? globally / observation : undefined;
  const sees = localCondition
    ? `observation of ${localCondition} beside each action`
    : globally === 0
      ? `observations among its ${inputs} inputs`
      : steps
        ? `${steps} observations of ${observation}`
        : `a condition of ${globally}`;
  return makePart(index, root, policyOf(index, root, prefix, spec), {
    architecture: 'diffusion-policy',
    text: `Diffusion Policy (its authors'), U-Net of ${widths.join(', ')}, kernel ${kernel}; ${sees} -> actions of ${actionSize} (how many at once, a U-Net does not show)`,
    config: {
      naming: 'authors',
      widths: widths.join(', '),
      kernel,
      actionSize,
      stepWidth,
      ...(steps ? { observationSteps: steps } : {}),
      ...(observation ? { observationSize: observation } : {}),
    },
    evidence: [`${first}cond_encoder.1.weight`, `${prefix}final_conv.1.weight`],
  });
}

function transformerClaim(index: TensorIndex, prefix: string): Claim | undefined {
  const width = index.size(`${prefix}input_emb.weight`, 2, 0);
  const inputs = index.size(`${prefix}input_emb.weight`, 2, 1);
  const outputs = index.size(`${prefix}head.weight`, 2, 0);
  const positions = index.size(`${prefix}pos_emb`, 3, 1);
  if (!width || !inputs || !outputs || !positions) return undefined;
  const conditionPositions = index.size(`${prefix}cond_pos_emb`, 3, 1);
  const condition = index.size(`${prefix}cond_obs_emb.weight`, 2, 1);
  const conditioned = conditionPositions !== undefined;
  const count = (stack: string) => countLayers(index, `${prefix}${stack}.layers.`, 'linear1.weight');
  const layers = count(conditioned ? 'decoder' : 'encoder');
  const spec = diffusionTransformer({
    inputs,
    outputs,
    width,
    positions,
    conditionPositions,
    condition,
    layers,
    conditionLayers: conditioned ? count('encoder') : 0,
    causal: index.shape(`${prefix}mask`) !== undefined,
  });
  const root = prefix.replace(/model\.$/, '');
  const { actionSize } = readObservation(index, root, outputs);
  // without a condition the step of the diffusion takes the first position
  const horizon = conditioned ? positions : positions - 1;
  const steps = condition !== undefined && conditioned ? conditionPositions - 1 : undefined;
  const sees = steps ? `${steps} observations of ${condition}` : `observations among its ${inputs} inputs`;
  return makePart(index, root, policyOf(index, root, prefix, spec), {
    architecture: 'diffusion-policy',
    text: `Diffusion Policy (its authors'), transformer of width ${width}, ${layers} layers; ${sees} -> ${horizon} actions of ${actionSize}`,
    config: {
      naming: 'authors',
      width,
      layers,
      horizon,
      actionSize,
      ...(steps && condition ? { observationSteps: steps, observationSize: condition } : {}),
    },
    evidence: [`${prefix}pos_emb`, `${prefix}head.weight`],
  });
}

/** The network inside of its policy, whose markers of device and dtype are empty parameters. */
function policyOf(index: TensorIndex, root: string, prefix: string, network: ModuleSpec) {
  const marker = index.shape(`${root}_dummy_variable`) ? [tensor('_dummy_variable', 0)] : [];
  const path = prefix.slice(root.length, -1);
  if (path === '') return index.compare(root, network);
  const generator = index.shape(`${root}mask_generator._dummy_variable`)
    ? [
        [
          'mask_generator',
          module('LowdimMaskGenerator', { parameters: [tensor('_dummy_variable', 0)] }),
        ] as const,
      ]
    : [];
  return index.compare(
    root,
    module('Policy', { parameters: marker, children: [[path, network], ...generator] }),
  );
}
