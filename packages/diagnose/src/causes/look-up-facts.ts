import { join } from 'node:path';
import type { CheckResult } from '@plumb/architecture';
import type { Evidence } from '@plumb/contract';
import type { InstalledPackage } from '@plumb/python';
import type { EpisodeRecord } from '@plumb/run';
import type {
  Detection,
  EnvironmentFact,
  Facts,
  LogEvent,
  LogFact,
  ProbeFact,
  ResultFact,
  RunFact,
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

export interface ProbeHit {
  readonly probes: ProbeFact;
  readonly result: ProbeFact['results'][number];
}

/** What a probe of `plumb debug` found, where it came out so. */
export function probeHits(facts: Facts, name: string, outcome: ProbeHit['result']['outcome']): ProbeHit[] {
  return facts.probes.flatMap((probes) =>
    probes.results
      .filter((result) => result.name === name && result.outcome === outcome)
      .map((result) => ({ probes, result })),
  );
}

export function fromProbe({ probes, result }: ProbeHit): Evidence {
  return { kind: 'probe', place: `${probes.path}#${result.name}`, text: quote(result.text) };
}

export interface EpisodeHit {
  readonly run: RunFact;
  readonly episode: EpisodeRecord;
}

/** Every episode of every run for which `holds`. */
export function episodeHits(facts: Facts, holds: (episode: EpisodeRecord) => boolean): EpisodeHit[] {
  return facts.runs.flatMap((run) => run.episodes.filter(holds).map((episode) => ({ run, episode })));
}

/** Pieces of evidence from one run: the rest of a hundred equal episodes says nothing new. */
const EPISODES_SHOWN = 3;

/** Episodes by `suite/task/episode`, the first few of each run, each with what `tell` says of it. */
export function fromEpisodes(
  hits: readonly EpisodeHit[],
  tell: (episode: EpisodeRecord) => string,
): Evidence[] {
  return [...new Set(hits.map(({ run }) => run))].flatMap((run) =>
    hits
      .filter((hit) => hit.run === run)
      .slice(0, EPISODES_SHOWN)
      .map(({ episode }) => ({
        kind: 'run' as const,
        place: `${run.path}#${episode.suite}/${episode.task}/${episode.episode}`,
        text: quote(tell(episode)),
      })),
  );
}

/**
 * A signal of `plumb eval`, in runs where at least half of the scored episodes show it: one in a hundred is an
 * accident. Signals of a note's severity do not count.
 */
export function signalHits(facts: Facts, code: string): EpisodeHit[] {
  const shows = ({ signals }: EpisodeRecord) =>
    signals.some((signal) => signal.code === code && signal.severity === 'suspect');
  return facts.runs.flatMap((run) => {
    const scored = run.episodes.filter(({ status }) => status === 'success' || status === 'failure');
    const hits = scored.filter(shows);
    return 2 * hits.length < scored.length ? [] : hits.map((episode) => ({ run, episode }));
  });
}

export function fromSignals(hits: readonly EpisodeHit[], code: string): Evidence[] {
  return fromEpisodes(hits, ({ signals }) => signals.find((signal) => signal.code === code)!.text);
}

/** A value of a run's spec. */
export function fromSpec({ path }: RunFact, field: string, text: string): Evidence {
  return { kind: 'run', place: `${path}#spec.${field}`, text };
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
