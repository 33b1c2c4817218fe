import { join } from 'node:path';
import type { CheckResult } from '@plumb/architecture';
import type { Evidence } from '@plumb/contract';
import type { InstalledPackage } from '@plumb/python';
import type {
  Detection,
  EnvironmentFact,
  Facts,
  LogEvent,
  LogFact,
  ResultFact,
  Said,
  SourceFact,
  Traceback,
} from '../facts.ts';
import { scoreOf } from '../symptoms/draft.ts';

/** Longest quotation in a piece of evidence: a missing-keys line of PyTorch alone can have 60,000 characters. */
const LONGEST_QUOTE = 300;

export interface LogHit {
  readonly log: LogFact;
  readonly event: LogEvent;
}

/** The lines that a cause's own pattern found, in the order of the logs. */
export function logHits(facts: Facts, code: string, pattern: string): LogHit[] {
  const id = `${code}#${pattern}`;
  return facts.logs.flatMap((log) =>
    log.events.filter((event) => event.pattern === id).map((event) => ({ log, event })),
  );
}

export function quote(text: string): string {
  const line = text.trim();
  return line.length > LONGEST_QUOTE ? `${line.slice(0, LONGEST_QUOTE)}…` : line;
}

/** A line of a capture's notes. */
export function fromSaid({ place }: Said, text: string): Evidence {
  return { kind: 'environment', place, text: quote(text) };
}

export function fromLog({ log, event }: LogHit): Evidence {
  return { kind: 'log', place: `${log.path}:${event.line}`, text: quote(event.text) };
}

/** The first hit of each log: a loop that says the same thing a thousand times is one piece of evidence. */
export function firstOfEachLog(hits: readonly LogHit[]): LogHit[] {
  const seen = new Set<LogFact>();
  return hits.filter(({ log }) => !seen.has(log) && seen.add(log));
}

export interface SourceHit {
  readonly source: SourceFact;
  readonly detection: Detection;
}

/** What a source detector saw, with `detector` its id. */
export function sourceHits(facts: Facts, detector: string): SourceHit[] {
  return facts.sources.flatMap((source) =>
    source.detections
      .filter((detection) => detection.detector === detector)
      .map((detection) => ({ source, detection })),
  );
}

/** The place includes the folder as the user gave it: two versions of a repository have files of the same name. */
export function fromSource({ source, detection }: SourceHit): Evidence {
  const place = `${join(source.path, detection.file)}:${detection.line}`;
  return { kind: 'source', place, text: quote(detection.text) };
}

export interface PackageHit {
  readonly fact: EnvironmentFact;
  readonly installed: InstalledPackage;
}

/** A distribution by its normalised name, in every environment that has it. */
export function installed(facts: Facts, name: string): PackageHit[] {
  return facts.environments.flatMap((fact) => {
    const found = fact.environment.packages.get(name);
    return found ? [{ fact, installed: found }] : [];
  });
}

export function fromPackage({ installed: { name, version, place } }: PackageHit): Evidence {
  return { kind: 'environment', place, text: `${name} ${version}` };
}

/** Tracebacks that stopped the program, or a step that the program then gave up. */
export function tracebacks(facts: Facts, exception: RegExp, message: RegExp) {
  return facts.logs.flatMap((log) =>
    log.tracebacks
      .filter((t) => !t.secondary && exception.test(t.exception) && message.test(t.message))
      .map((traceback) => ({ log, traceback })),
  );
}

export function fromTraceback(log: LogFact, { exception, message, endLine }: Traceback): Evidence {
  return {
    kind: 'log',
    place: `${log.path}:${endLine}`,
    text: quote(`${exception}: ${message.split('\n')[0]}`),
  };
}

export function fromPrediction(load: CheckResult, text: string): Evidence {
  return { kind: 'prediction', place: `${load.checkpoint} in ${load.environment}`, text: quote(text) };
}

export function fromResult(result: ResultFact, where: string, text: string): Evidence {
  return { kind: 'result', place: where ? `${result.path}#${where}` : result.path, text };
}

/** Every episode that a result file lists. */
export function episodes(result: ResultFact) {
  return result.tasks.flatMap((task) => task.episodes);
}

/**
 * Checkpoint, environment and source fit, and nothing was run that could have gone wrong: what was asked is whether it
 * loads. Weaknesses of a source that no symptom speaks of are left for a diagnosis of the source alone.
 */
export function onlyLoadAsked(facts: Facts): boolean {
  return (
    facts.loads.length > 0 &&
    facts.loads.every((load) => load.loads) &&
    facts.logs.length === 0 &&
    facts.results.length === 0
  );
}

/** Success rate of a file, 0 to 1: from its episodes, else as it claims. */
export function rateOf(result: ResultFact): number | undefined {
  const score = scoreOf(result);
  return score ? score.successes / score.ran : result.claimed.rate;
}
