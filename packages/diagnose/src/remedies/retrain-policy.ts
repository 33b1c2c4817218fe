import { listTensors, type ModelPlan } from '@plumb/architecture';
import { quoteForShell } from '@plumb/core';
import { withTensors } from './change-checkpoint.ts';
import { checkCommand } from './check-command.ts';
import { exact, listParameters, percent, total } from './count-modules.ts';
import { predictOutcome } from './predict-outcome.ts';
import type { PlanFile, RemedyInput, RemedyPlan } from './remedy-plan.ts';
import { freshTable, lostLayers, namesOf, share, shareTable } from './share-parameters.ts';
import { writeLeaveOutScript } from './write-leave-out-script.ts';

const START = 'start';
/** Nothing of these models is known to be frozen. */
const FLAGS = { freezeLanguage: false, freezeVggt: false };
/** A row a tensor: beyond this the modules say it better. */
const MOST_ROWS = 60;

/** Way 2c for a policy that is no AtlasVLA: what must be learnt anew, and how its own library goes on from the rest. */
export async function planPolicyRetraining(
  input: RemedyInput,
  plan: Exclude<ModelPlan, { kind: 'atlas-vla' }>,
): Promise<RemedyPlan> {
  const { checkpoint, before, model } = input;
  const base = { way: 'retrain', title: 'Train on what fits', cost: '-', risk: '-' } as const;
  const nothing = { ...base, commands: [], tables: [], notes: [], files: [] } as const;
  const checks = [{ label: 'now', outcome: before }];
  if (plan.kind === 'act' || plan.kind === 'diffusion-policy')
    return {
      ...nothing,
      verdict: 'impossible',
      summary:
        "The authors' scripts train from random weights or resume a whole checkpoint; none starts from a part of one. Build the model with the sizes of the checkpoint instead.",
      checks,
    };
  if (!model)
    return {
      ...nothing,
      verdict: 'impossible',
      summary: `Training does not change that no model is built over there: ${before.text}.`,
      checks,
    };
  const layers = lostLayers(checkpoint.tensors, model);
  if (layers.length === 0)
    return {
      ...nothing,
      verdict: 'impossible',
      summary:
        'Every tensor of the model is in the checkpoint: what is wrong lies beside the weights, and training does not mend it.',
      checks,
    };
  const shares = share(model, layers, FLAGS);
  const whole = total(listParameters(model));
  const fresh = total(shares.fresh);
  const after = await predictOutcome({ ...input, checkpoint: withTensors(checkpoint, listTensors(model)) });
  const misfits = before.result?.mismatched.map(({ name }) => name) ?? [];
  const { commands, notes, files } = describeTraining(input, plan, misfits);
  return {
    ...base,
    verdict: after.outcome.clean ? 'trains' : 'impossible',
    summary:
      `${exact(fresh)} parameters (${percent(fresh, whole)}) start from random values: ${namesOf(shares.fresh)}. ` +
      'All others are kept.',
    cost: 'training: the recordings are needed, and where nearly all is kept, a part of the first time’s steps',
    risk:
      fresh > whole / 2
        ? 'high: more than half of the model is new, which is training from the start'
        : 'what is kept was trained around what is not: watch the success rate, not the loss',
    commands,
    tables: [
      shareTable(shares, FLAGS),
      ...(shares.fresh.length <= MOST_ROWS ? [freshTable(shares.fresh)] : []),
    ],
    notes,
    files,
    checks: [...checks, { label: 'after training, saved whole', outcome: after.outcome }],
  };
}

type Training = Pick<RemedyPlan, 'commands' | 'notes'> & { readonly files: readonly PlanFile[] };

function describeTraining(
  input: RemedyInput,
  plan: Exclude<ModelPlan, { kind: 'atlas-vla' | 'act' | 'diffusion-policy' }>,
  misfits: readonly string[],
): Training {
  const { checkpoint } = input;
  const script: PlanFile[] =
    misfits.length > 0
      ? [
          {
            name: 'make-start.py',
            what: `copies the folder to ${START} without ${misfits.length} tensors of another shape`,
            text: writeLeaveOutScript(checkpoint.path, START, misfits),
          },
        ]
      : [];
  const from = script.length > 0 ? START : quoteForShell(checkpoint.path);
  const first = script.map(({ what }) => ({
    text: 'python make-start.py',
    what: `${what}; --out writes it`,
  }));
  const check = { text: checkCommand(input), what: 'with what was trained: must say "It will load"' };
  const raises =
    script.length > 0
      ? ['A tensor of another shape raises, strict or not: it has to be left out first.']
      : [];
  switch (plan.kind) {
    case 'lerobot':
      return {
        commands: [
          ...first,
          {
            text: `lerobot-train --policy.path=${from} --dataset.repo_id=<the recordings> --output_dir=<folder>`,
            what: 'what is missing stays random, and is trained',
          },
          check,
        ],
        notes: [
          ...raises,
          'LeRobot only logs what is missing. The statistics of the data set are computed anew from the recordings.',
          ...(plan.type === 'smolvla'
            ? [
                'SmolVLA trains its expert alone (train_expert_only): what is random in the VLM stays so unless --policy.train_expert_only=false.',
              ]
            : []),
        ],
        files: script,
      };
    case 'openvla':
      return {
        commands: [
          ...first,
          {
            text: `torchrun --standalone --nnodes 1 --nproc-per-node 1 vla-scripts/finetune.py --vla_path ${from} --data_root_dir <recordings> --dataset_name <name> --use_lora False`,
            what: "OpenVLA's own script; with LoRA, what is random would stay so",
          },
          check,
        ],
        notes: [
          ...raises,
          'Trained whole, a 7B model wants several GPUs of 80 GB (FSDP: vla-scripts/train.py of Prismatic).',
        ],
        files: script,
      };
    case 'openpi':
      return {
        commands: [check],
        notes: [
          'scripts/train_pytorch.py of openpi loads `pytorch_weight_path` strictly: it takes no file that lacks anything. No command is given.',
        ],
        files: [],
      };
    case 'transformers':
      return {
        commands: [check],
        notes: ['A model of transformers is trained by a script of your own: no command is given.'],
        files: [],
      };
  }
}
