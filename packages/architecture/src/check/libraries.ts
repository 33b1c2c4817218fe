import type { Evidence } from '@plumb/contract';
import type { KnownModelTypes, PythonEnvironment } from '@plumb/python';

/** What of an environment decides a load. */
export interface InstalledLibraries {
  readonly environment: PythonEnvironment;
  readonly known: KnownModelTypes;
  readonly transformers: string;
  /** Undefined where torch is not listed. */
  readonly torch: string | undefined;
  readonly python: string | undefined;
  readonly evidence: readonly Evidence[];
  readonly assumptions: readonly string[];
}

/** Versions and registry; undefined where transformers is not installed, which ends every load that needs it. */
export async function readLibraries(environment: PythonEnvironment): Promise<InstalledLibraries | undefined> {
  const { readKnownModelTypes } = await import('@plumb/python');
  const known = await readKnownModelTypes(environment);
  if (!known) return undefined;
  const torch = environment.packages.get('torch');
  const python = environment.python?.version;
  const assumptions: string[] = [];
  if (!torch)
    assumptions.push(
      `torch is not listed in ${environment.path}: nothing loads there before it is installed. What follows is what torch 2.4 to 2.9 would do.`,
    );
  else if (torch.version === '')
    assumptions.push(
      `torch's version is not named (${torch.place}): the rules of torch 2.4 to 2.9 are taken.`,
    );
  if (known.from === 'release-table')
    assumptions.push(
      `Which model types transformers ${known.transformersVersion} knows comes from Plumb's table of releases: its own registry is not in ${environment.path}.`,
    );
  return {
    environment,
    known,
    transformers: known.transformersVersion,
    torch: torch?.version || undefined,
    python,
    evidence: [
      { kind: 'environment', place: known.place, text: `transformers ${known.transformersVersion}` },
      ...(torch
        ? [{ kind: 'environment', place: torch.place, text: `torch ${torch.version}` } as const]
        : []),
    ],
    assumptions,
  };
}
