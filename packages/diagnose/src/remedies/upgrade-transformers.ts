import { planModel } from '@plumb/architecture';
import { quoteForShell } from '@plumb/core';
import {
  findInstallEffects,
  firstReleaseOf,
  type InstallEffects,
  type ReleaseRequirements,
  releaseRequirements,
  releaseThatPipPicks,
  satisfies,
} from '@plumb/python';
import { withTransformers } from './change-environment.ts';
import { predictOutcome } from './predict-outcome.ts';
import type { Outcome, PlanTable, RemedyInput, RemedyPlan } from './remedy-plan.ts';

/** Pythons that a reader may have, where nothing names theirs. */
const PYTHONS = ['3.9', '3.10', '3.11', '3.12', '3.13'];

interface Candidate {
  readonly label: string;
  readonly release: ReleaseRequirements;
  readonly outcome: Outcome;
  readonly effects: InstallEffects;
}

/** Way 1: the lowest and the newest transformers that knows the model type, and what each does to its neighbours. */
export async function planUpgrade(input: RemedyInput): Promise<RemedyPlan> {
  const { checkpoint, environment, before } = input;
  const plan = await planModel(checkpoint);
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

export function checkCommand({ checkpoint, environment, source }: RemedyInput): string {
  const paths = `${quoteForShell(checkpoint.path)} --env ${quoteForShell(environment.path)}`;
  return `plumb check ${paths}${source === undefined ? '' : ` --source ${quoteForShell(source)}`}`;
}

/** The range of torch to ask for, where the installed one is below it. */
function torchToo(release: ReleaseRequirements, { environment }: RemedyInput): string | undefined {
  const installed = environment.packages.get('torch')?.version;
  const { torch } = release;
  return installed && torch && satisfies(installed, torch) === false ? torch : undefined;
}

function describeRisk({ effects }: Candidate): string {
  const replaced = effects.replaced.map(({ name, installed }) => `${name}${installed ? '' : ' (new)'}`);
  const fresh = effects.broken.filter(({ before }) => !before);
  const what = replaced.length > 0 ? `pip also replaces ${replaced.join(', ')}` : 'pip replaces nothing else';
  if (fresh.length > 0)
    return `${what}; breaks ${[...new Set(fresh.map(({ dependent }) => dependent))].join(', ')}`;
  return effects.requirementsKnown
    ? `${what}; no installed package objects`
    : `${what}; who objects is not known`;
}

function releaseTable(candidates: readonly Candidate[], python: string | undefined): PlanTable {
  const range = (release: ReleaseRequirements, name: string) =>
    release.requires.find((one) => one.name === name)?.specifier || 'any';
  return {
    title: `Releases of transformers${python ? ` (this is Python ${python})` : ''}`,
    columns: ['', 'release', 'python', 'torch', 'tokenizers', 'huggingface-hub', 'breaks', 'plumb check'],
    rows: candidates.map(({ label, release, effects, outcome }) => [
      label,
      release.version,
      release.python,
      release.torch || 'any',
      range(release, 'tokenizers'),
      range(release, 'huggingface-hub'),
      effects.requirementsKnown ? String(effects.broken.filter(({ before }) => !before).length) : '?',
      outcome.text,
    ]),
  };
}

function brokenTables(candidates: readonly Candidate[]): PlanTable[] {
  return candidates.flatMap(({ release, effects }) => {
    const replaced = effects.replaced.map(({ name, installed, wanted, place }) => [
      name,
      installed ?? 'not installed',
      wanted === '' ? 'any' : wanted,
      place ?? '',
    ]);
    const broken = effects.broken.map((one) => [
      `${one.dependent} ${one.version}`,
      one.requirement,
      one.before ? `${one.meets} (broken before)` : one.meets,
      one.place,
    ]);
    return [
      {
        title: `Replaced by transformers ${release.version}`,
        columns: ['package', 'installed', 'wanted', 'place'],
        rows: replaced,
      },
      {
        title: `Broken by transformers ${release.version}`,
        columns: ['package', 'asks for', 'meets', 'place'],
        rows: broken,
      },
    ].filter(({ rows }) => rows.length > 0);
  });
}

function pythonNotes(python: string | undefined): string[] {
  if (python !== undefined) return [];
  const picks = PYTHONS.map((version) => `${releaseThatPipPicks('>=0', version) ?? 'none'} under ${version}`);
  return [`Nothing names Python's version, and pip goes by it. Without a pin it picks ${picks.join(', ')}.`];
}

function unpinnedNote(candidates: readonly Candidate[], unpinned: string | undefined): string {
  const found = candidates.find(({ release }) => release.version === unpinned);
  if (!found) return '';
  const { release, outcome } = found;
  return (
    `\`pip install --upgrade transformers\` without a pin brings ${release.version}: it wants Python ${release.python} ` +
    `and torch ${release.torch || '(any)'}; the load then: ${outcome.text}.`
  );
}

function freezeNotes({ requirementsKnown }: InstallEffects, { environment }: RemedyInput): string[] {
  if (requirementsKnown) return [];
  const why =
    environment.kind === 'freeze'
      ? 'A listing has names and versions'
      : 'Nothing else in that folder says what it requires';
  return [
    `${why}: which installed packages object to the new versions cannot be known. \`plumb capture --print\` makes a script that brings the requirements along.`,
  ];
}

type Base = Pick<RemedyPlan, 'way' | 'title'>;
const NOTHING = { commands: [], tables: [], files: [] } as const;

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
