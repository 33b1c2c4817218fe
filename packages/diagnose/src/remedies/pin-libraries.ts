import type { OpenPiPlan, OpenVlaPlan } from '@plumb/architecture';
import { withPackage } from './change-environment.ts';
import { checkCommand } from './check-command.ts';
import { predictOutcome } from './predict-outcome.ts';
import type { RemedyInput, RemedyPlan } from './remedy-plan.ts';

/** The releases that the model's own code was made with, and what has to be done beside installing them. */
const PINS = {
  openvla: {
    packages: { transformers: '4.40.1', tokenizers: '0.19.1', timm: '0.9.16' },
    notes: ['OpenVLA names transformers 4.40.1, tokenizers 0.19.1 and timm 0.9.10 to 0.9.16 itself.'],
  },
  openpi: {
    packages: { transformers: '4.53.2' },
    notes: [
      "Then openpi's files have to be copied over it, which changes that transformers for everything else in the environment: cp -r src/openpi/models_pytorch/transformers_replace/* into its transformers folder. The check above only sees the release; give it the environment's folder afterwards.",
    ],
  },
} as const;

/** Way 1 for a model whose own code wants certain releases: those, in an environment of their own. */
export async function planPinnedLibraries(
  input: RemedyInput,
  plan: OpenVlaPlan | OpenPiPlan,
): Promise<RemedyPlan> {
  const { environment, before } = input;
  const { packages, notes } = PINS[plan.kind];
  const pins = Object.entries(packages);
  const there = pins.reduce((one, [name, version]) => withPackage(one, name, version), environment);
  const { outcome } = await predictOutcome({ ...input, environment: there });
  const list = pins.map(([name, version]) => `${name}==${version}`);
  return {
    way: 'upgrade',
    title: `Install the releases that ${plan.className} was made with`,
    verdict: before.clean ? 'not-needed' : outcome.clean ? 'fixes' : 'not-a-fix',
    summary: before.clean
      ? 'It loads with what is installed.'
      : outcome.clean
        ? `With ${list.join(', ')} every tensor has its place.`
        : `With ${list.join(', ')} it still does not load: ${outcome.text}.`,
    cost: 'minutes: one pip command, no training',
    risk: 'older releases than other packages may want: a fresh environment keeps this one as it is',
    commands: [
      { text: `python -m pip install ${list.join(' ')}`, what: 'best in an environment of its own' },
      { text: checkCommand(input), what: 'must say "It will load"' },
    ],
    tables: [],
    notes,
    files: [],
    checks: [
      { label: 'now', outcome: before },
      { label: 'with these releases', outcome },
    ],
  };
}
