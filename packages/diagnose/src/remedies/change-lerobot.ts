import type { LerobotPlan } from '@plumb/architecture';
import { quoteForShell } from '@plumb/core';
import { satisfies } from '@plumb/python';
import { withPackage } from './change-environment.ts';
import { checkCommand } from './check-command.ts';
import { predictOutcome } from './predict-outcome.ts';
import type { Outcome, RemedyInput, RemedyPlan } from './remedy-plan.ts';

/** The last release of each line that reads another config or other names, with the Python and transformers that it asks for. */
const RELEASES = [
  { version: '0.3.3', python: '>=3.10', transformers: '4.51.3' },
  { version: '0.4.4', python: '>=3.10', transformers: '4.57.1' },
  { version: '0.5.1', python: '>=3.12', transformers: '5.3.0' },
  { version: '0.6.1', python: '>=3.12', transformers: '5.5.4' },
] as const;

interface Candidate {
  readonly version: string;
  readonly python: string;
  /** False where the environment's Python is none that it takes; undefined where nothing names it. */
  readonly installs: boolean | undefined;
  readonly outcome: Outcome;
}

/** Way 1 for a policy of LeRobot: the release that reads this config and expects these names. */
export async function planLerobotRelease(input: RemedyInput, plan: LerobotPlan): Promise<RemedyPlan> {
  const { environment, before } = input;
  const python = environment.python?.version;
  const now = environment.packages.get('lerobot')?.version;
  const candidates: Candidate[] = [];
  for (const { version, python: range, transformers } of RELEASES) {
    const there = withPackage(withPackage(environment, 'transformers', transformers), 'lerobot', version);
    const { outcome } = await predictOutcome({ ...input, environment: there });
    candidates.push({
      version,
      python: range,
      installs: python ? satisfies(python, range) : undefined,
      outcome,
    });
  }
  // the newest that takes it whole, in this Python where one does
  const whole = candidates.filter(({ outcome }) => outcome.clean).reverse();
  const offered = whole.find(({ installs }) => installs !== false) ?? whole[0];
  const checks = [
    { label: `now, LeRobot ${now ?? 'not installed'}`, outcome: before },
    ...[...candidates.filter((one) => one !== offered), ...(offered ? [offered] : [])].map((one) => ({
      label: `LeRobot ${one.version}`,
      outcome: one.outcome,
    })),
  ];
  const table = {
    title: 'What each release makes of it',
    columns: ['LeRobot', 'Python', 'load'],
    rows: candidates.map(({ version, python: range, installs, outcome }) => [
      version,
      installs === false ? `${range}: not this one (${python})` : range,
      outcome.text,
    ]),
  };
  const common = {
    way: 'upgrade',
    title: `Install the LeRobot that reads this ${plan.className}`,
    tables: [table],
    files: [],
    checks,
  } as const;
  if (before.clean || !offered)
    return {
      ...common,
      verdict: before.clean ? 'not-needed' : 'impossible',
      summary: before.clean
        ? `LeRobot ${now} takes it whole: there is nothing to change.`
        : 'No release of LeRobot that Plumb has read takes it whole.',
      cost: '-',
      risk: '-',
      commands: [],
      notes: [],
    };
  const extra = plan.type === 'smolvla' ? '[smolvla]' : plan.type.startsWith('pi') ? '[pi]' : '';
  return {
    ...common,
    verdict: 'fixes',
    summary: `LeRobot ${offered.version} reads the config and every tensor has its place.`,
    cost:
      offered.installs === false
        ? `a new environment with Python ${offered.python}`
        : 'minutes: one pip command, no training',
    risk: 'LeRobot pins torch, transformers and others: a fresh environment keeps the old one as it is',
    commands: [
      {
        text: `python -m pip install ${quoteForShell(`lerobot${extra}==${offered.version}`)}`,
        what: 'best in an environment of its own',
      },
      { text: checkCommand(input), what: 'must say "It will load"' },
    ],
    notes: [
      'Predicted with the transformers that each release asks for.',
      'Statistics of the data set lie among the weights before 0.4 and in policy_preprocessor.json since: a newer release wants them moved, an older one cannot read them.',
    ],
  };
}
