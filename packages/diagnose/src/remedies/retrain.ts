import { dirname, join, resolve } from 'node:path';
import {
  type AtlasPlan,
  listTensors,
  type ModuleSpec,
  planModel,
  predictLoad,
  publishedConfig,
} from '@plumb/architecture';
import { type Plain, toPlain } from '@plumb/checkpoint';
import { quoteForShell } from '@plumb/core';
import { type Literal, readKnownModelTypes } from '@plumb/python';
import { withLanguageModel, withTensors } from './change-checkpoint.ts';
import { exact, groupByModule, listParameters, type Parameter, percent, total } from './count-modules.ts';
import { languageModels } from './language-models.ts';
import { predictOutcome } from './predict-outcome.ts';
import { readTrainScript, type TrainScript } from './read-train-options.ts';
import type { PlanFile, PlanTable, RemedyInput, RemedyPlan } from './remedy-plan.ts';
import { writeStartScript } from './write-start-script.ts';

const LANGUAGE_MODEL = 'language_encoder.language_model.';
const VGGT = 'vggt_backbone.vggt.';
const START = 'start.pt';
const CONFIG = 'train.yaml';

type Flags = Readonly<{ freezeLanguage: boolean; freezeVggt: boolean }>;

interface Shares {
  /** Built from its published weights, never trained. */
  readonly published: readonly Parameter[];
  /** Random at first: must be trained. */
  readonly fresh: readonly Parameter[];
  /** Kept from the checkpoint; trained on, or frozen. */
  readonly continued: readonly Parameter[];
  readonly frozen: readonly Parameter[];
}

/** Way 2c: train again around the language model that the environment does know, keeping what fits. */
export async function planRetraining(input: RemedyInput): Promise<RemedyPlan> {
  const { checkpoint, before, source } = input;
  const plan = await planModel(checkpoint);
  const nothing = {
    way: 'retrain',
    cost: '-',
    risk: '-',
    commands: [],
    tables: [],
    notes: [],
    files: [],
  } as const;
  const checks = [{ label: 'now', outcome: before }];
  const title = 'Train again what does not fit';
  if (before.clean)
    return {
      ...nothing,
      title,
      verdict: 'not-needed',
      summary: 'Every tensor is loaded: nothing has to be learnt again.',
      checks,
    };
  const target = plan.kind === 'atlas-vla' ? await chooseTarget(input) : undefined;
  const changed = target === undefined ? undefined : withLanguageModel(checkpoint, target);
  if (plan.kind !== 'atlas-vla' || target === undefined || !changed)
    return { ...nothing, title, verdict: 'impossible', summary: whyNot(plan.kind === 'atlas-vla'), checks };
  const built = await predictOutcome({ ...input, checkpoint: changed });
  if (!built.model) {
    const summary = `Around ${target} nothing is built over there either: ${built.outcome.text}.`;
    return {
      ...nothing,
      title,
      verdict: 'impossible',
      summary,
      checks: [...checks, { label: target, outcome: built.outcome }],
    };
  }
  const flags = readFlags(toPlain(checkpoint.data));
  const notKept = lostLayers(checkpoint.tensors, built.model);
  const shares = share(built.model, notKept, flags);
  const after = await predictOutcome({
    ...input,
    checkpoint: withTensors(changed, listTensors(built.model)),
  });
  const script = source === undefined ? undefined : await readTrainScript(source);
  const files =
    source !== undefined && script
      ? writeFiles(input, plan, target, { script, source, notKept, shares, flags })
      : [];
  const whole = total(listParameters(built.model));
  return {
    way: 'retrain',
    title: `Train again around ${target}, keeping what fits`,
    verdict: after.outcome.clean ? 'trains' : 'impossible',
    summary:
      `${exact(total(shares.fresh))} parameters (${percent(total(shares.fresh), whole)}) start from random values: ${namesOf(shares.fresh)}. ` +
      `${target} comes with its published weights${flags.freezeLanguage ? ' and stays frozen, as the first was' : ''}; everything else is kept.`,
    cost: `training: up to ${exact(total(shares.fresh) + total(shares.continued))} parameters go to the optimizer; the recordings are needed`,
    risk: 'all of the rest was trained on other features: it may need as many epochs as the first time',
    commands: commands(input, script, target),
    tables: [shareTable(shares, flags), freshTable(shares.fresh)],
    notes: notesOf(script, source, files.length > 0),
    files,
    checks: [
      ...checks,
      { label: `the old tensors around ${target}, unchanged`, outcome: built.outcome },
      { label: `${START}, with those layers new`, outcome: after.outcome },
    ],
  };
}

function whyNot(isAtlas: boolean): string {
  if (isAtlas) return 'No language model that Plumb can build is known to that environment.';
  return 'Training again is planned for AtlasVLA: the checkpoint holds a model of its own, whose training Plumb does not know.';
}

/** What the source falls back to; else the smallest that the environment knows. */
async function chooseTarget({ before, environment }: RemedyInput): Promise<string | undefined> {
  const fallback = before.result?.substitution?.built;
  if (fallback !== undefined) return fallback;
  const known = await readKnownModelTypes(environment);
  const possible = languageModels().filter(
    ({ built, modelType }) => built && known?.knows(modelType) === 'yes',
  );
  return possible.sort((a, b) => a.parameters - b.parameters)[0]?.id;
}

function readFlags(data: Plain): Flags {
  const at = (value: Plain | undefined, key: string): Plain | undefined =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as { [name: string]: Plain })[key]
      : undefined;
  const config = at(data, 'config');
  return {
    // defaults of configs/model_config.py (6c47f7f)
    freezeLanguage: (at(at(config, 'language'), 'freeze_encoder') ?? true) === true,
    freezeVggt: (at(at(config, 'vggt'), 'freeze_vggt') ?? false) === true,
  };
}

/** Prefixes of the layers of which something does not fit; the language model is one layer, replaced as a whole. */
function lostLayers(tensors: RemedyInput['checkpoint']['tensors'], model: ModuleSpec): string[] {
  const { mismatched, missing } = predictLoad(tensors, model, { strict: false });
  const layers = [...mismatched.map(({ name }) => name), ...missing].map((name) =>
    name.startsWith(LANGUAGE_MODEL) ? LANGUAGE_MODEL : name.slice(0, name.lastIndexOf('.') + 1) || name,
  );
  return [...new Set(layers)];
}

function share(model: ModuleSpec, notKept: readonly string[], { freezeLanguage, freezeVggt }: Flags): Shares {
  const all = listParameters(model);
  const isNew = ({ name }: Parameter) => notKept.some((prefix) => name.startsWith(prefix));
  const isLanguage = ({ name }: Parameter) => name.startsWith(LANGUAGE_MODEL);
  const isFrozen = (parameter: Parameter) =>
    (freezeLanguage && isLanguage(parameter)) || (freezeVggt && parameter.name.startsWith(VGGT));
  return {
    published: all.filter((parameter) => isNew(parameter) && isLanguage(parameter)),
    fresh: all.filter((parameter) => isNew(parameter) && !isLanguage(parameter)),
    continued: all.filter((parameter) => !isNew(parameter) && !isFrozen(parameter)),
    frozen: all.filter((parameter) => !isNew(parameter) && isFrozen(parameter)),
  };
}

function namesOf(parameters: readonly Parameter[]): string {
  return parameters.length === 0 ? 'none' : [...groupByModule(parameters, 3).keys()].join(', ');
}

function shareTable({ published, fresh, continued, frozen }: Shares, flags: Flags): PlanTable {
  const rows = (parameters: readonly Parameter[], from: string, training: string) =>
    [...groupByModule(parameters)].map(([module, group]) => [module, exact(total(group)), from, training]);
  return {
    title: 'Where each parameter comes from',
    columns: ['module', 'parameters', 'from', 'in training'],
    rows: [
      ...rows(fresh, 'random values', 'must be trained'),
      ...rows(published, 'its published weights', flags.freezeLanguage ? 'frozen' : 'trained on'),
      ...rows(continued, 'the checkpoint', 'trained on'),
      ...rows(frozen, 'the checkpoint', 'frozen'),
    ],
  };
}

function freshTable(fresh: readonly Parameter[]): PlanTable {
  const rows = fresh.map(({ name, shape, count }) => [name, `[${shape.join(', ')}]`, exact(count)]);
  return { title: 'To train from random values', columns: ['parameter', 'shape', 'count'], rows };
}

function commands({ environment, source }: RemedyInput, script: TrainScript | undefined, target: string) {
  const check = `plumb check ${START} --env ${quoteForShell(environment.path)}${source === undefined ? '' : ` --source ${quoteForShell(source)}`}`;
  if (!script || source === undefined)
    return [{ text: check, what: `with a checkpoint that was made around ${target}` }];
  const path = quoteForShell(join(source, script.file));
  return [
    { text: 'python make-start.py', what: `makes ${START}; --out writes this script` },
    { text: check, what: 'before any GPU hour: must say "It will load"' },
    {
      text: `python ${path} --config ${CONFIG} --resume ${START}`,
      what: `${script.file}:${script.resumeLine} takes --resume`,
    },
  ];
}

function notesOf(script: TrainScript | undefined, source: string | undefined, written: boolean): string[] {
  if (source === undefined)
    return ['With --source the training script is read, and its config and command are written.'];
  if (!script)
    return [
      `No training script with --resume, --config and --language_model was found in ${source}: no command is given.`,
    ];
  return [
    `${script.file} takes the model's config from the checkpoint it resumes, so that ${START} carries the changed one; ${CONFIG} says the same.`,
    ...(script.leavesOutPositions
      ? [
          `${script.leavesOutPositions}: the optimizer is not given language_encoder.pos_embed. It is kept as it is and not trained, as the first time.`,
        ]
      : []),
    ...(written ? ['--out DIR writes the files.'] : []),
  ];
}

interface Writing {
  readonly script: TrainScript;
  readonly source: string;
  readonly notKept: readonly string[];
  readonly shares: Shares;
  readonly flags: Flags;
}

function writeFiles(
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
