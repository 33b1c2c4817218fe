import type { EpisodeFact } from '../../facts.ts';

export type JsonObject = { readonly [key: string]: unknown };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A finite number; anything else is as good as absent. */
export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** An episode's record, under the names that the evaluators give its fields. Undefined where success is not said. */
export function episodeOf(value: unknown): EpisodeFact | undefined {
  if (typeof value === 'boolean') return { success: value, steps: undefined };
  if (!isObject(value)) return undefined;
  const success = value.success ?? value.is_success ?? value.succeeded;
  if (typeof success !== 'boolean' && success !== 0 && success !== 1) return undefined;
  const error = textOf(value.error) ?? textOf(value.exception);
  return {
    success: Boolean(success),
    steps: numberOf(value.steps ?? value.num_steps ?? value.n_steps ?? value.episode_length),
    ...(error === undefined ? {} : { error }),
  };
}

/** Episodes that are listed; undefined where any entry is not one. */
export function episodesOf(value: unknown): EpisodeFact[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const episodes = value.map(episodeOf);
  return episodes.every((episode) => episode !== undefined) ? episodes : undefined;
}

/** The longest episode: the horizon, unless every episode succeeded before it. */
export function horizonOf(
  tasks: readonly { readonly episodes: readonly EpisodeFact[] }[],
): number | undefined {
  let horizon: number | undefined;
  for (const { episodes } of tasks)
    for (const { steps, success } of episodes)
      if (steps !== undefined && !success && steps > (horizon ?? 0)) horizon = steps;
  return horizon;
}

/** Claims with only what the file says. */
export function claims(
  episodes: number | undefined,
  successes: number | undefined,
  rate: number | undefined,
): { episodes?: number; successes?: number; rate?: number } {
  return {
    ...(episodes === undefined ? {} : { episodes }),
    ...(successes === undefined ? {} : { successes }),
    ...(rate === undefined ? {} : { rate }),
  };
}
