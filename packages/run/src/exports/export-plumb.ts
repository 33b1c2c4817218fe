import type { Run } from '../read-run.ts';
import { RUN_SCHEMA_VERSION } from '../record.ts';

/** Everything but the steps, as schema/run.schema.json says. */
export function exportPlumb({ spec, sessions, episodes, probes }: Run): unknown {
  const found = probes.length > 0 && { probes };
  return { schemaVersion: RUN_SCHEMA_VERSION, spec, sessions, episodes, ...found };
}
