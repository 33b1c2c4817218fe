import { quoteForShell } from '@plumb/core';
import type { RemedyInput } from './remedy-plan.ts';

/** `plumb check` with the paths of this plan. */
export function checkCommand({ checkpoint, environment, source }: RemedyInput): string {
  const paths = `${quoteForShell(checkpoint.path)} --env ${quoteForShell(environment.path)}`;
  return `plumb check ${paths}${source === undefined ? '' : ` --source ${quoteForShell(source)}`}`;
}
