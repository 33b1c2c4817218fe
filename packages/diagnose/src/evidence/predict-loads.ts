import type { CheckResult } from '@plumb/architecture';
import type { Checkpoint } from '@plumb/checkpoint';
import type { EnvironmentFact, SourceFact } from '../facts.ts';

// checkpoints x environments x sources; beyond that somebody gave a whole disk
const MAX_LOADS = 64;

/**
 * The load of each checkpoint in each environment, through each source where there is one. A checkpoint that no known
 * architecture fits is reported through `fail`, not passed over.
 */
export async function predictLoads(
  checkpoints: readonly Checkpoint[],
  environments: readonly EnvironmentFact[],
  sources: readonly SourceFact[],
  fail: (path: string, error: unknown) => void,
): Promise<CheckResult[]> {
  const loads: CheckResult[] = [];
  if (checkpoints.length === 0 || environments.length === 0) return loads;
  const { checkLoad } = await import('@plumb/architecture');
  // a single file is not a source to build a model from
  const folders = sources.map((source) => source.path).filter((path) => !path.endsWith('.py'));
  const through = folders.length > 0 ? folders : [undefined];
  for (const checkpoint of checkpoints)
    for (const { environment } of environments)
      for (const source of through) {
        if (loads.length >= MAX_LOADS) {
          fail(
            checkpoint.path,
            new Error(`only ${MAX_LOADS} combinations of checkpoint, environment and source are predicted`),
          );
          return loads;
        }
        try {
          loads.push(await checkLoad({ checkpoint, environment, source }));
        } catch (error) {
          fail(checkpoint.path, error);
        }
      }
  return loads;
}
