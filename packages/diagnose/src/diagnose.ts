import { compareStrength } from '@plumb/contract';
import type { Cause, Match } from './cause.ts';
import { causes as catalogue } from './causes/index.ts';
import { type ChainLink, linkChain } from './chain.ts';
import type { Diagnosis, ExplainedSymptom, Finding } from './diagnosis.ts';
import type { Facts, Problem } from './facts.ts';
import { fillCommand, fillRemedy, fillText } from './fill-placeholders.ts';
import { nextCommands } from './next-commands.ts';
import { findSymptoms, gravity } from './symptoms/find-symptoms.ts';
import { writeVerdict } from './verdict.ts';

/** Evidence to verdict: every cause is asked, findings are chained, and each symptom is explained or said not to be. */
export function diagnose(facts: Facts, causes: readonly Cause[] = catalogue): Diagnosis {
  const problems: Problem[] = [...facts.problems];
  const links: ChainLink[] = [];
  for (const cause of causes) {
    try {
      const match = cause.match(facts);
      if (match) links.push(toLink(cause, match, facts));
    } catch (error) {
      // one broken entry must not cost the user the other findings; the report names it
      problems.push({ path: cause.code, code: 'CAUSE_FAILED', error: String(error) });
    }
  }
  const found = findSymptoms(facts);
  const chain = linkChain(
    links,
    found,
    facts.checkpoints.map(({ path }) => path),
  );

  const symptoms: ExplainedSymptom[] = found.map((symptom) => ({
    ...symptom,
    explainedBy: [...chain.reach].filter(([, ids]) => ids.includes(symptom.id)).map(([code]) => code),
    suspects: chain.suspects.get(symptom.id) ?? [],
  }));
  const gravest = (code: string) => {
    const ids = chain.reach.get(code) ?? [];
    const reached = found.filter(({ id }) => ids.includes(id)).map(({ kind }) => gravity(kind));
    return Math.min(...reached, Number.MAX_SAFE_INTEGER);
  };
  const findings: Finding[] = links
    .map(({ leadsTo, couldExplain, ...link }) => ({
      ...link,
      explainedBy: chain.explainedBy.get(link.code) ?? [],
    }))
    .sort(
      (a, b) =>
        compareStrength(a.strength, b.strength) ||
        gravest(a.code) - gravest(b.code) ||
        kindsOf(b) - kindsOf(a) ||
        (a.code < b.code ? -1 : 1),
    );
  const rootCauses = findings.filter(({ code }) => chain.reach.has(code));
  const checked = { ...facts, problems };
  const draft = { symptoms, rootCauses, findings, facts: checked };
  return { verdict: writeVerdict(draft), ...draft, next: nextCommands(draft) };
}

function kindsOf({ evidence }: Finding): number {
  return new Set(evidence.map(({ kind }) => kind)).size;
}

function toLink(cause: Cause, match: Match, facts: Facts): ChainLink {
  const { details } = match;
  return {
    code: cause.code,
    title: fillText(cause.title, details),
    what: fillText(cause.what, details),
    why: fillText(cause.why, details),
    strength: match.strength,
    covers: cause.covers,
    explains: match.explains ?? cause.explains,
    couldExplain: [...cause.explains, ...(cause.couldExplain ?? [])],
    leadsTo: cause.leadsTo,
    evidence: match.evidence,
    remedies: cause.remedies.map((remedy) => fillRemedy(remedy, details, facts)),
    ...(details ? { details } : {}),
    next: (match.next ?? []).map((command) => fillCommand(fillText(command, details), facts)),
  };
}
