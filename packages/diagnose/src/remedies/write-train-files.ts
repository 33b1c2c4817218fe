import { dirname, resolve } from 'node:path';
import { type AtlasPlan, publishedConfig } from '@plumb/architecture';
import type { Literal } from '@plumb/python';
import type { Parameter } from './count-modules.ts';
import type { TrainScript } from './read-train-options.ts';
import type { PlanFile, RemedyInput } from './remedy-plan.ts';
import type { Flags, Shares } from './share-parameters.ts';
import { writeStartScript } from './write-start-script.ts';

export const START = 'start.pt';
export const CONFIG = 'train.yaml';

interface Writing {
  readonly script: TrainScript;
  readonly source: string;
  readonly notKept: readonly string[];
  readonly shares: Shares;
  readonly flags: Flags;
}

/** The script that makes the start, the training script's config, and the list of every parameter. */
export function writeTrainFiles(
  { checkpoint }: RemedyInput,
  plan: AtlasPlan,
  target: string,
  writing: Writing,
): PlanFile[] {
  const { script, source, notKept, shares, flags } = writing;
  const list = (parameters: readonly Parameter[]) =>
    parameters.map(({ name, shape, count }) => ({ name, shape, count }));
  const hiddenSize = publishedConfig(target)?.hiddenSize;
  // a width that is not known could not be checked by the script
  if (hiddenSize === undefined) return [];
  const sourceRoot = resolve(source, dirname(dirname(script.file)));
  const start = writeStartScript({
    checkpoint: { ...checkpoint, path: resolve(checkpoint.path) },
    sourceRoot,
    target,
    notKept,
    hiddenSize,
    outputDim: plan.config.language.outputDim,
    start: START,
    configModule: plan.configModule,
  });
  const parameters = {
    train: list(shares.fresh),
    keepAndTrain: list(shares.continued),
    keepFrozen: list(shares.frozen),
    published: list(shares.published),
  };
  return [
    { name: 'make-start.py', what: 'makes the checkpoint to start from, where you train', text: start },
    { name: CONFIG, what: `every option of ${script.file}`, text: trainConfig(script, plan, target, flags) },
    {
      name: 'parameters.json',
      what: 'every parameter: trained from random values, kept, frozen, published',
      text: `${JSON.stringify(parameters, null, 1)}\n`,
    },
  ];
}

/** The script's own defaults, with what the checkpoint's config says in their place. JSON values are YAML. */
function trainConfig(
  { file, options }: TrainScript,
  { config }: AtlasPlan,
  target: string,
  flags: Flags,
): string {
  const saved: Readonly<Record<string, Literal>> = {
    language_model: target,
    freeze_language: flags.freezeLanguage,
    use_vision_tower: false,
    use_pretrained_vggt: config.vggt.usePretrainedVggt,
    freeze_vggt: flags.freezeVggt,
    action_horizon: config.actionHead.actionHorizon,
    action_dim: config.actionHead.actionDim,
    exp_name: 'plumb_retrain',
  };
  const lines = [...options.values()]
    .filter(({ name }) => name !== 'config' && name !== 'resume')
    .flatMap(({ name, default: own }) => {
      const value = saved[name] ?? own;
      if (value === undefined || value === null) return [];
      return [`${name}: ${toYaml(value)}${name in saved ? '' : `  # default of ${file}`}`];
    });
  return `# Written by plumb fix. What was saved in the checkpoint first comes before the script's defaults.\n${lines.join('\n')}\n`;
}

/** JSON, but for `1e-7`, which PyYAML would read as a text: it wants `1.0e-7`. */
function toYaml(value: Literal): string {
  return typeof value === 'number'
    ? JSON.stringify(value).replace(/^(-?\d+)e/, '$1.0e')
    : JSON.stringify(value);
}
