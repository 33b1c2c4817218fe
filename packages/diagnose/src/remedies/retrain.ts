import { join } from 'node:path';
import { listTensors, planModel } from '@plumb/architecture';
import { toPlain } from '@plumb/checkpoint';
import { quoteForShell } from '@plumb/core';
import { readKnownModelTypes } from '@plumb/python';
import { withLanguageModel, withTensors } from './change-checkpoint.ts';
import { exact, listParameters, percent, total } from './count-modules.ts';
import { languageModels } from './language-models.ts';
import { predictOutcome } from './predict-outcome.ts';
import { readTrainScript, type TrainScript } from './read-train-options.ts';
import type { RemedyInput, RemedyPlan } from './remedy-plan.ts';
import { planPolicyRetraining } from './retrain-policy.ts';
import { freshTable, lostLayers, namesOf, readFlags, share, shareTable } from './share-parameters.ts';
import { CONFIG, START, writeTrainFiles } from './write-train-files.ts';

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
  if (plan.kind !== 'atlas-vla') return planPolicyRetraining(input, plan);
  const target = await chooseTarget(input);
  const changed = target === undefined ? undefined : withLanguageModel(checkpoint, target);
  if (target === undefined || !changed)
    return {
      ...nothing,
      title,
      verdict: 'impossible',
      summary: 'No language model that Plumb can build is known to that environment.',
      checks,
    };
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
      ? writeTrainFiles(input, plan, target, { script, source, notKept, shares, flags })
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
