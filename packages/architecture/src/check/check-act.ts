import type { Checkpoint } from '@plumb/checkpoint';
import type { Evidence } from '@plumb/contract';
import type { PythonEnvironment } from '@plumb/python';
import { cnnMlp, detrVae } from '../architectures/authors/detr-vae.ts';
import type { CheckResult, ConfigRow } from '../check-result.ts';
import { module } from '../layers.ts';
import type { ModuleSpec } from '../module-spec.ts';
import { predictLoad } from '../predict-load.ts';
import type { ActPlan } from './model-plan.ts';
import { moduleVersionOf } from './module-version.ts';
import { notPredicted } from './not-predicted.ts';
import { type ActConstants, AUTHORS_CONSTANTS, readActSource } from './read-act-source.ts';
import { missingPackage, readTorch } from './read-torch.ts';
import { describePrefixes, failedBefore } from './result.ts';

/** Modules that `policy.py` imports, in its order. */
const NEEDS = [
  ['torch', 'torch'],
  ['torchvision', 'torchvision'],
  ['IPython', 'ipython'],
] as const;

/** `policy.load_state_dict(torch.load(…))` of `imitate_episodes.py`: strict, around what its arguments build. */
export async function checkAct(
  plan: ActPlan,
  checkpoint: Checkpoint,
  environment: PythonEnvironment,
  source: string | undefined,
  onModel?: (model: ModuleSpec) => void,
): Promise<CheckResult> {
  const { policy } = plan.sizes;
  const subject = {
    checkpoint: checkpoint.path,
    environment: environment.path,
    source,
    architecture: `${policy === 'ACTPolicy' ? 'ACT' : 'CNNMLP'} (tonyzhaozh/act's ${policy})`,
  };
  const importFailure = missingPackage(environment, NEEDS);
  if (importFailure) return failedBefore(subject, { importFailure });
  const torch = readTorch(environment);
  const read = source === undefined ? undefined : await readActSource(source);
  const constants = read?.constants ?? AUTHORS_CONSTANTS;
  const model = build(plan, constants);
  onModel?.(model);
  const evidence: Evidence[] = [
    { kind: 'checkpoint', place: plan.place, text: `${policy}, by its names and shapes` },
    ...(read?.evidence ?? []),
    ...torch.evidence,
  ];
  return {
    ...subject,
    ...predictLoad(withoutCounters(checkpoint), model, {
      strict: true,
      torchVersion: torch.version,
      moduleVersion: moduleVersionOf(checkpoint),
    }),
    config: rows(plan, constants),
    evidence,
    assumptions: [
      ...plan.assumptions,
      ...torch.assumptions,
      ...describePrefixes(checkpoint),
      describeArguments(plan),
      ...describeConstants(source, read?.notFound ?? []),
      'Building it downloads the ResNet of ImageNet (torchvision, pretrained) before the load: without a network or a filled cache that ends it.',
    ],
    substitution: undefined,
    importFailure: undefined,
    constructionError: undefined,
  };
}

/** `FrozenBatchNorm2d` drops the counter of a norm that was not frozen. */
function withoutCounters({ tensors }: Checkpoint) {
  return tensors.filter(({ name }) => !/\bbackbones\.\d+\..*\.num_batches_tracked$/.test(name));
}

function build({ sizes, place }: ActPlan, constants: ActConstants): ModuleSpec {
  const { stateSize, actionSize, backbone } = constants;
  const model =
    sizes.policy === 'ACTPolicy'
      ? detrVae({
          ...sizes.config,
          ...constants,
          vaeLayers: constants.encoderLayers,
          preNorm: false,
          learnedPositions: false,
        })
      : cnnMlp({
          backbone,
          cameras: sizes.config.cameras,
          inputs: 768 * sizes.config.cameras + stateSize,
          actionSize,
        });
  if (!model)
    throw notPredicted(
      'ARCHITECTURE_NOT_PREDICTED',
      `${place}: the script builds the backbone ${backbone}.`,
      "Plumb lays out torchvision's ResNets there.",
    );
  return module(sizes.policy, { children: [['model', model]] });
}

function describeArguments({ sizes }: ActPlan): string {
  if (sizes.policy === 'CNNMLPPolicy')
    return `The task over there is taken to have as many cameras as the checkpoint, ${sizes.config.cameras}.`;
  const { chunk, width, feedForward } = sizes.config;
  return `The script is taken to be called with the sizes of the checkpoint: --chunk_size ${chunk} --hidden_dim ${width} --dim_feedforward ${feedForward}. The file holds no arguments; other values give size mismatches.`;
}

function describeConstants(source: string | undefined, notFound: readonly string[]): string[] {
  const fixed = 'state and action of 14, a latent of 32, 4 encoder and 7 decoder layers, resnet18';
  if (source === undefined)
    return [
      `What the code fixes is taken to be the authors' own: ${fixed}. A fork's copy is read with --source.`,
    ];
  return notFound.length === 0
    ? []
    : [`${source} does not show ${notFound.join(', ')}: the authors' own is assumed (${fixed}).`];
}

function rows({ sizes }: ActPlan, constants: ActConstants): ConfigRow[] {
  const row = (field: string, saved: string | number, there: string | number): ConfigRow => ({
    field,
    saved: String(saved),
    there: String(there),
    differs: String(saved) !== String(there),
  });
  if (sizes.policy === 'CNNMLPPolicy') {
    const { cameras, inputs, actionSize, backbone } = sizes.config;
    return [
      row('cameras', cameras, cameras),
      row('state', inputs - 768 * cameras, constants.stateSize),
      row('action', actionSize, constants.actionSize),
      row('backbone', backbone, constants.backbone),
    ];
  }
  const { config } = sizes;
  return [
    row('chunk_size', config.chunk, config.chunk),
    row('hidden_dim', config.width, config.width),
    row('dim_feedforward', config.feedForward, config.feedForward),
    row('state', config.stateSize, constants.stateSize),
    row('action', config.actionSize, constants.actionSize),
    row('latent', config.latent, constants.latent),
    row('enc_layers', config.encoderLayers, constants.encoderLayers),
    row('dec_layers', config.decoderLayers, constants.decoderLayers),
    row('backbone', config.backbone, constants.backbone),
    row('position_embedding', config.learnedPositions ? 'learned' : 'sine', 'sine'),
    row('pre_norm', String(config.preNorm), 'false'),
  ];
}
