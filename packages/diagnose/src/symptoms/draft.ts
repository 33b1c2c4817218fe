import { basename } from 'node:path';
import type { Symptom } from '../cause.ts';
import type { LogFact, ResultFact } from '../facts.ts';

/** A symptom before it has its id. */
export type SymptomDraft = Omit<Symptom, 'id'>;

/** File name of a checkpoint: the same file has another path on every machine. */
export function checkpointName(path: string | undefined): string | undefined {
  return path === undefined ? undefined : basename(path.replaceAll('\\', '/'));
}

/** `0 of 50` from the episodes that are listed, else from what the file claims. Undefined where neither is there. */
export function scoreOf(result: ResultFact): { successes: number; ran: number } | undefined {
  const episodes = result.tasks.flatMap((task) => task.episodes);
  if (episodes.length > 0)
    return { successes: episodes.filter((episode) => episode.success).length, ran: episodes.length };
  const { episodes: ran, successes, rate } = result.claimed;
  if (ran === undefined || ran === 0) return undefined;
  if (successes !== undefined) return { successes, ran };
  return rate === undefined ? undefined : { successes: Math.round(rate * ran), ran };
}

export function count(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}

export function range(log: LogFact, from: number, to: number): Symptom['where'][number] {
  return { path: log.path, from, to };
}
