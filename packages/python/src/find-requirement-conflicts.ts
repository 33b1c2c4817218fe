import type { InstalledPackage, PythonEnvironment } from './environment.ts';
import type { ReleaseRequirements } from './release-requirements.ts';
import { applies, parseRequirement, type Requirement } from './requirement.ts';
import { satisfies } from './specifier.ts';
import { specifiersMeet } from './specifiers-meet.ts';

/** A package whose installed version a new transformers does not accept, so that pip replaces or adds it. */
export interface ReplacedPackage {
  readonly name: string;
  /** Undefined where it is not installed. */
  readonly installed: string | undefined;
  readonly place: string | undefined;
  readonly wanted: string;
}

/** An installed package whose own requirement no longer holds afterwards. */
export interface BrokenRequirement {
  readonly dependent: string;
  readonly version: string;
  readonly place: string;
  /** Its `Requires-Dist` line. */
  readonly requirement: string;
  /** What it meets: `transformers 5.23.0`, `huggingface-hub >=1.3.0,<2.0`. */
  readonly meets: string;
  /** It did not hold before either. */
  readonly before: boolean;
}

export interface InstallEffects {
  readonly replaced: readonly ReplacedPackage[];
  readonly broken: readonly BrokenRequirement[];
  /** Lines that could not be judged. */
  readonly undecided: readonly string[];
  /** Whether installed packages say what they require: a freeze has names and versions alone. */
  readonly requirementsKnown: boolean;
}

/** What `pip install transformers==<release>` does to the packages around it, from requirements alone. */
export function findInstallEffects(
  environment: PythonEnvironment,
  release: ReleaseRequirements,
): InstallEffects {
  const { packages } = environment;
  const values = { python: environment.python?.version };
  const undecided: string[] = [];
  const replaced = release.requires.flatMap((requirement): ReplacedPackage[] => {
    if (applies(requirement, values) === false) return [];
    const installed = packages.get(requirement.name);
    const fits =
      installed && (requirement.specifier === '' || satisfies(installed.version, requirement.specifier));
    if (fits === true) return [];
    if (installed && fits === undefined) {
      undecided.push(
        `${installed.place}: ${installed.name} ${installed.version || '(no version)'} against ${requirement.text}`,
      );
      return [];
    }
    const { name, specifier: wanted } = requirement;
    return [{ name, installed: installed?.version, place: installed?.place, wanted }];
  });
  const changed = new Map(replaced.map(({ name, wanted }) => [name, wanted]));
  changed.set('transformers', `==${release.version}`);
  const broken: BrokenRequirement[] = [];
  for (const dependent of packages.values()) {
    if (changed.has(normal(dependent, packages))) continue;
    for (const line of dependent.requires) {
      const requirement = parseRequirement(line);
      const wanted = requirement && changed.get(requirement.name);
      if (!requirement || wanted === undefined || applies(requirement, values) !== true) continue;
      const meets = specifiersMeet(requirement.specifier, wanted);
      if (meets === undefined) undecided.push(`${dependent.place}: ${line}`);
      if (meets === false) broken.push(describe(dependent, requirement, wanted, packages));
    }
  }
  const others = [...packages].filter(
    ([name, { requires }]) => name !== 'transformers' && requires.length > 0,
  );
  return {
    replaced,
    broken,
    undecided,
    requirementsKnown: environment.kind === 'folder' && others.length > 0,
  };
}

function normal(one: InstalledPackage, packages: PythonEnvironment['packages']): string {
  for (const [name, other] of packages) if (other === one) return name;
  return one.name;
}

function describe(
  dependent: InstalledPackage,
  requirement: Requirement,
  wanted: string,
  packages: PythonEnvironment['packages'],
): BrokenRequirement {
  const now = packages.get(requirement.name);
  return {
    dependent: dependent.name,
    version: dependent.version,
    place: dependent.place,
    requirement: requirement.text,
    meets: `${requirement.name} ${wanted.replace(/^==/, '')}`,
    before: now === undefined || satisfies(now.version, requirement.specifier) === false,
  };
}
