import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { PythonEnvironment } from '@plumb/python';

/**
 * Whether openpi's files are copied over the installed transformers (`transformers_replace`, or LeRobot's branch): both
 * look for this module. Undefined where the environment has no files to look at.
 */
export function hasReplacedFiles({ packages }: PythonEnvironment): boolean | undefined {
  const folder = packages.get('transformers')?.sitePackages;
  if (folder === undefined || !existsSync(join(folder, 'transformers', 'models'))) return undefined;
  return existsSync(join(folder, 'transformers', 'models', 'siglip', 'check.py'));
}
