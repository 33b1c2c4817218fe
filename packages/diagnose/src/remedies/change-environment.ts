import type { InstalledPackage, PythonEnvironment } from '@plumb/python';

/**
 * The environment with another transformers in it. Its registry is then that of the table of releases, since there are
 * no files of it to read.
 */
export function withTransformers(environment: PythonEnvironment, version: string): PythonEnvironment {
  return withPackage(environment, 'transformers', version);
}

/** The environment with another release of a package in it. */
export function withPackage(
  environment: PythonEnvironment,
  name: string,
  version: string,
): PythonEnvironment {
  const planned: InstalledPackage = {
    name,
    version,
    place: `${name} ${version} (planned)`,
    requires: [],
  };
  return {
    ...environment,
    path: `${environment.path} with ${name} ${version}`,
    packages: new Map([...environment.packages, [name, planned]]),
  };
}
