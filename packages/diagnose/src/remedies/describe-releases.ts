import { type InstallEffects, type ReleaseRequirements, releaseThatPipPicks } from '@plumb/python';
import type { Outcome, PlanTable, RemedyInput } from './remedy-plan.ts';

/** Pythons that a reader may have, where nothing names theirs. */
const PYTHONS = ['3.9', '3.10', '3.11', '3.12', '3.13'];

/** A release that may be installed, and what is predicted of it. */
export interface Candidate {
  readonly label: string;
  readonly release: ReleaseRequirements;
  readonly outcome: Outcome;
  readonly effects: InstallEffects;
}

export function describeRisk({ effects }: Candidate): string {
  const replaced = effects.replaced.map(({ name, installed }) => `${name}${installed ? '' : ' (new)'}`);
  const fresh = effects.broken.filter(({ before }) => !before);
  const what = replaced.length > 0 ? `pip also replaces ${replaced.join(', ')}` : 'pip replaces nothing else';
  if (fresh.length > 0)
    return `${what}; breaks ${[...new Set(fresh.map(({ dependent }) => dependent))].join(', ')}`;
  return effects.requirementsKnown
    ? `${what}; no installed package objects`
    : `${what}; who objects is not known`;
}

export function releaseTable(candidates: readonly Candidate[], python: string | undefined): PlanTable {
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

export function brokenTables(candidates: readonly Candidate[]): PlanTable[] {
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

export function pythonNotes(python: string | undefined): string[] {
  if (python !== undefined) return [];
  const picks = PYTHONS.map((version) => `${releaseThatPipPicks('>=0', version) ?? 'none'} under ${version}`);
  return [`Nothing names Python's version, and pip goes by it. Without a pin it picks ${picks.join(', ')}.`];
}

export function unpinnedNote(candidates: readonly Candidate[], unpinned: string | undefined): string {
  const found = candidates.find(({ release }) => release.version === unpinned);
  if (!found) return '';
  const { release, outcome } = found;
  return (
    `\`pip install --upgrade transformers\` without a pin brings ${release.version}: it wants Python ${release.python} ` +
    `and torch ${release.torch || '(any)'}; the load then: ${outcome.text}.`
  );
}

export function freezeNotes({ requirementsKnown }: InstallEffects, { environment }: RemedyInput): string[] {
  if (requirementsKnown) return [];
  const why =
    environment.kind === 'freeze'
      ? 'A listing has names and versions'
      : 'Nothing else in that folder says what it requires';
  return [
    `${why}: which installed packages object to the new versions cannot be known. \`plumb capture --print\` makes a script that brings the requirements along.`,
  ];
}
