import { planModel } from '@plumb/architecture';
import { quoteForShell } from '@plumb/core';
import {
  findInstallEffects,
  firstReleaseOf,
  type ReleaseRequirements,
  releaseRequirements,
  releaseThatPipPicks,
  satisfies,
} from '@plumb/python';
import { withTransformers } from './change-environment.ts';
import { planLerobotRelease } from './change-lerobot.ts';
import { checkCommand } from './check-command.ts';
import {
  brokenTables,
  type Candidate,
  describeRisk,
  freezeNotes,
  pythonNotes,
  releaseTable,
  unpinnedNote,
} from './describe-releases.ts';
import { planPinnedLibraries } from './pin-libraries.ts';
import { predictOutcome } from './predict-outcome.ts';
import type { Outcome, RemedyInput, RemedyPlan } from './remedy-plan.ts';

/** Way 1: the lowest and the newest transformers that knows the model type, and what each does to its neighbours. */
export async function planUpgrade(input: RemedyInput): Promise<RemedyPlan> {
  const { checkpoint, environment, before } = input;
  const plan = await planModel(checkpoint);
  if (plan.kind === 'lerobot') return planLerobotRelease(input, plan);
  if (plan.kind === 'openvla' || plan.kind === 'openpi') return planPinnedLibraries(input, plan);
  if (plan.kind === 'act' || plan.kind === 'diffusion-policy') return noTransformersHere(before);
  const modelType = plan.kind === 'atlas-vla' ? plan.language.config.modelType : plan.modelType;
  const base = {
    way: 'upgrade',
    title: `Upgrade transformers to a release that knows \`${modelType}\``,
  } as const;
  const first = firstReleaseOf(modelType);
  if (first === undefined) return noRelease(base, modelType, before);
  const python = environment.python?.version;
  const range = `>=${first},<${Number(first.split('.')[0]) + 1}`;
  const offeredVersion = releaseThatPipPicks(range, python);
  const unpinned = releaseThatPipPicks('>=0', python);
  const picks: [string, string | undefined][] = [
    ['lowest', releaseThatPipPicks(`==${first}`, python)],
    ['offered', offeredVersion],
    ['without a pin', unpinned],
    ['newest', releaseThatPipPicks('>=0', undefined)],
  ];
  const candidates: Candidate[] = [];
  for (const [label, version] of picks) {
    const release = version === undefined ? undefined : releaseRequirements(version);
    if (!release || candidates.some((one) => one.release.version === version)) continue;
    const there = withTransformers(environment, release.version);
    const { outcome } = await predictOutcome({ ...input, environment: there });
    candidates.push({ label, release, outcome, effects: findInstallEffects(environment, release) });
  }
  const offered = candidates.find(({ release }) => release.version === offeredVersion);
  if (!offered) return pythonTooOld(base, modelType, first, input);
  const torch = torchToo(offered.release, input);
  const asked = [`transformers${range}`, ...(torch ? [`torch${torch}`] : [])].map(quoteForShell).join(' ');
  const now = environment.packages.get('transformers')?.version;
  const { outcome } = offered;
  return {
    ...base,
    verdict: before.clean ? 'not-needed' : outcome.clean ? 'fixes' : 'not-a-fix',
    summary: before.clean
      ? `transformers ${now} knows \`${modelType}\` and the load is clean: there is nothing to upgrade.`
      : outcome.clean
        ? `transformers ${first} is the first that knows \`${modelType}\`; pip picks ${offered.release.version} and every tensor then has its place.`
        : `With transformers ${offered.release.version} it still does not load: ${outcome.text}.`,
    cost: 'minutes: one pip command, no training',
    risk: describeRisk(offered),
    commands: [
      { text: `python -m pip install ${asked}`, what: `in that environment: ${offered.release.version}` },
      { text: 'python -m pip check', what: 'pip names what no longer fits' },
      { text: checkCommand(input), what: 'must say "It will load"' },
    ],
    tables: [releaseTable(candidates, python), ...brokenTables(candidates)],
    notes: [
      ...pythonNotes(python),
      unpinnedNote(candidates, unpinned),
      ...freezeNotes(offered.effects, input),
      'Replaced are the packages that transformers itself asks for; what those ask for in turn, pip resolves.',
      ...(torch
        ? [
            `transformers ${offered.release.version} switches PyTorch off below torch ${torch}: torch is upgraded too.`,
          ]
        : []),
      ...offered.effects.undecided.map((line) => `Not decided: ${line}`),
    ].filter((text) => text !== ''),
    files: [],
    checks: [
      { label: `now, transformers ${now ?? 'not installed'}`, outcome: before },
      // what is offered comes last: it is the one that counts
      ...[...candidates.filter((one) => one !== offered), offered].map(
        ({ label, release, outcome: after }) => ({
          label: `${label}, transformers ${release.version}`,
          outcome: after,
        }),
      ),
    ],
  };
}

/** The range of torch to ask for, where the installed one is below it. */
function torchToo(release: ReleaseRequirements, { environment }: RemedyInput): string | undefined {
  const installed = environment.packages.get('torch')?.version;
  const { torch } = release;
  return installed && torch && satisfies(installed, torch) === false ? torch : undefined;
}

type Base = Pick<RemedyPlan, 'way' | 'title'>;
const NOTHING = { commands: [], tables: [], files: [] } as const;

/** ACT and Diffusion Policy of their authors': no release of a library changes a name or a shape. */
function noTransformersHere(before: Outcome): RemedyPlan {
  return {
    way: 'upgrade',
    title: 'Upgrade a library',
    ...NOTHING,
    verdict: before.clean ? 'not-needed' : 'impossible',
    summary:
      "The model is built by its authors' code from its config or arguments: no release of a library changes a name or a shape of it.",
    cost: '-',
    risk: '-',
    notes: [],
    checks: [{ label: 'now', outcome: before }],
  };
}

function noRelease(base: Base, modelType: string, before: Outcome): RemedyPlan {
  return {
    ...base,
    ...NOTHING,
    verdict: before.clean ? 'not-needed' : 'impossible',
    summary: `No release of transformers that Plumb has read knows \`${modelType}\`.`,
    cost: '-',
    risk: '-',
    notes: ['A model type of somebody’s own code is registered by that code (auto_map, trust_remote_code).'],
    checks: [{ label: 'now', outcome: before }],
  };
}

function pythonTooOld(
  base: Base,
  modelType: string,
  first: string,
  { before, environment }: RemedyInput,
): RemedyPlan {
  const needs = releaseRequirements(first)?.python ?? 'a newer Python';
  return {
    ...base,
    ...NOTHING,
    verdict: before.clean ? 'not-needed' : 'impossible',
    summary: `transformers ${first}, the first that knows \`${modelType}\`, wants Python ${needs}; this is ${environment.python?.version}.`,
    cost: 'a new environment with a newer Python',
    risk: 'everything else in the environment is installed anew',
    notes: [],
    checks: [{ label: 'now', outcome: before }],
  };
}
