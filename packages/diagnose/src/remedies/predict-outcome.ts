import { type CheckResult, checkLoad, type ModuleSpec } from '@plumb/architecture';
import type { Checkpoint } from '@plumb/checkpoint';
import { PlumbError } from '@plumb/core';
import type { PythonEnvironment } from '@plumb/python';
import type { Outcome } from './remedy-plan.ts';

interface Load {
  readonly checkpoint: Checkpoint;
  readonly environment: PythonEnvironment;
  readonly source: string | undefined;
}

/** `plumb check`, with the model that it built. A load that cannot be predicted is an outcome too, never a clean one. */
export async function predictOutcome(
  load: Load,
): Promise<{ outcome: Outcome; model: ModuleSpec | undefined }> {
  let model: ModuleSpec | undefined;
  try {
    const onModel = (built: ModuleSpec) => {
      model = built;
    };
    const result = await checkLoad({ ...load, onModel });
    return { outcome: { clean: isClean(result), text: describe(result), result }, model };
  } catch (error) {
    if (!(error instanceof PlumbError)) throw error;
    return { outcome: { clean: false, text: `not predicted: ${error.what}` }, model };
  }
}

/** Loads into the model that the config names, every tensor of it filled. */
export function isClean(result: CheckResult): boolean {
  const raises = !result.loads || result.importFailure || result.constructionError;
  const whole = result.missing.length === 0 && result.mismatched.length === 0;
  return !raises && !result.substitution && whole && (result.consequences ?? []).length === 0;
}

function describe(result: CheckResult): string {
  if (result.importFailure) return `does not import: ${firstLine(result.importFailure.error)}`;
  if (result.constructionError) return `raises while it is built: ${firstLine(result.constructionError)}`;
  const into = result.substitution
    ? `, with ${result.substitution.built} in place of ${result.substitution.wanted}`
    : '';
  const { mismatched, missing, unexpected } = result;
  const counts = [
    mismatched.length > 0 ? `${mismatched.length} of another shape` : '',
    missing.length > 0 ? `${missing.length} missing` : '',
    unexpected.length > 0 ? `${unexpected.length} unexpected` : '',
  ].filter((text) => text !== '');
  if (!result.loads) return `raises: ${counts.join(', ')}${into}`;
  if (counts.length === 0 && result.consequences?.length)
    return `loads, but: ${firstLine(result.consequences[0]!)}`;
  return counts.length > 0 ? `loads with ${counts.join(', ')}${into}` : `loads, nothing missing${into}`;
}

function firstLine(text: string): string {
  const line = text.trim().split('\n').at(0) ?? '';
  return line.length > 160 ? `${line.slice(0, 159)}…` : line;
}
