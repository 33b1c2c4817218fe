import type { Evidence } from '@plumb/contract';
import type { PythonEnvironment } from '@plumb/python';
import type { ImportFailure } from '../check-result.ts';

/** torch over there, for a load that needs no transformers. */
export function readTorch({ path, packages }: PythonEnvironment): {
  readonly version: string | undefined;
  readonly evidence: readonly Evidence[];
  readonly assumptions: readonly string[];
} {
  const torch = packages.get('torch');
  if (!torch || torch.version === '')
    return {
      version: undefined,
      evidence: [],
      assumptions: [
        `torch's version is not named (${torch?.place ?? path}): the rules of torch 2.4 to 2.9 are taken.`,
      ],
    };
  return {
    version: torch.version,
    evidence: [{ kind: 'environment', place: torch.place, text: `torch ${torch.version}` }],
    assumptions: [],
  };
}

/** What Python raises for the first of these modules whose package is not there. */
export function missingPackage(
  { path, packages }: PythonEnvironment,
  needs: readonly (readonly [module: string, distribution: string])[],
): ImportFailure | undefined {
  const missing = needs.find(([, distribution]) => !packages.has(distribution));
  if (!missing) return undefined;
  const [module, distribution] = missing;
  const text = `${distribution} is not among its ${packages.size} packages`;
  return {
    error: `ModuleNotFoundError: No module named '${module}'`,
    evidence: [{ kind: 'environment', place: path, text }],
  };
}
