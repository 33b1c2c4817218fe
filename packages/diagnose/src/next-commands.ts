import { quoteForShell } from '@plumb/core';
import type { Diagnosis } from './diagnosis.ts';
import { fillCommand } from './fill-placeholders.ts';

type Draft = Omit<Diagnosis, 'verdict' | 'next'>;

/** The commands that exist. Anything else that an entry suggests is no command of Plumb's and is not repeated here. */
const COMMANDS = /^plumb (?:inspect|check|diagnose|explain|fix|capture|debug)\b/;
/** Pages worth opening before one has acted on the first. */
const PAGES = 3;

/** What to type next, the most useful first. Words in capitals are what the user has not given yet. */
export function nextCommands({ symptoms, rootCauses, findings, facts }: Draft): string[] {
  const open = symptoms.filter(({ explainedBy }) => explainedBy.length === 0);
  const suspects = new Set(open.flatMap((symptom) => symptom.suspects));
  const suspected = findings.filter(({ code }) => suspects.has(code));
  const commands = [
    ...rootCauses.flatMap(({ next }) => next),
    ...(facts.loads.some(({ loads }) => !loads)
      ? ['check', 'fix'].map((command) => fillCommand(loadTemplate(command, facts), facts))
      : []),
    ...rootCauses.slice(0, PAGES).map(({ code }) => `plumb explain ${code}`),
    ...(symptoms.length > 0 ? askPolicies(facts) : []),
    ...withMoreEvidence(facts),
    ...suspected.flatMap(({ next }) => next),
    ...suspected.slice(0, PAGES).map(({ code }) => `plumb explain ${code}`),
  ];
  // a command that repeats the whole diagnosis with what was given already says nothing new
  const again = `plumb diagnose ${(facts.given ?? []).map(quoteForShell).join(' ')}`;
  return [...new Set(commands)].filter((command) => COMMANDS.test(command) && command !== again);
}

/** What sees the simulation itself, or nothing at all, is not asked. */
const NOT_ASKED = /^(?:expert$|replay:)/;

/** Runs whose policy nobody asked yet what it heeds; an export has no folder to put the answers into. */
function askPolicies({ runs }: Draft['facts']): string[] {
  return runs
    .filter(({ path, probes, spec }) => {
      return probes.length === 0 && !path.endsWith('.json') && !NOT_ASKED.test(spec.policy.name);
    })
    .map(({ path }) => `plumb debug --run ${quoteForShell(path)}`);
}

function loadTemplate(command: string, facts: Draft['facts']): string {
  const source = facts.loads.some(({ source }) => source !== undefined);
  return `plumb ${command} CHECKPOINT --env ENV${source ? ' --source SOURCE' : ''}`;
}

/** The same question with what is missing. */
function withMoreEvidence(facts: Draft['facts']): string[] {
  const missing = [
    facts.checkpoints.length === 0 && 'CHECKPOINT',
    facts.environments.length === 0 && 'ENV',
    facts.sources.length === 0 && 'SOURCE',
    facts.logs.length === 0 && facts.results.length === 0 && 'LOG',
  ].filter((word) => word !== false);
  if (missing.length === 0 || facts.given === undefined) return [];
  return [fillCommand(`plumb diagnose ${missing.join(' ')}`, facts)];
}
