import { PlumbError } from '@plumb/core';
import { z } from 'zod';
import type { EpisodeRecord, ProbeRecord } from './record.ts';
import type { RunSession, RunSpec } from './run-spec.ts';
import { runSchema } from './schema.ts';

export interface ExportedRun {
  readonly spec: RunSpec;
  readonly sessions: readonly RunSession[];
  readonly episodes: readonly EpisodeRecord[];
  readonly probes?: readonly ProbeRecord[];
}

/** Whether JSON claims to be a run, right or wrong. */
export function looksLikeRun(json: unknown): boolean {
  return typeof json === 'object' && json !== null && 'schemaVersion' in json && 'sessions' in json;
}

/** What `plumb show RUN --export plumb` wrote, checked against the published schema. Throws `RUN_MALFORMED`. */
export function parseRun(json: unknown, place: string): ExportedRun {
  const parsed = runSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new PlumbError({
    code: 'RUN_MALFORMED',
    what: `${place} is no run of this version of the schema.`,
    why: z.prettifyError(parsed.error),
    remedy: 'Export it again: plumb show RUN --export plumb.',
  });
}
