import type { InstalledPackage, PythonEnvironment } from '@plumb/python';

/**
 * The environment with another transformers in it. Its registry is then that of the table of releases, since there are
 * no files of it to read.
 */
export function withTransformers(environment: PythonEnvironment, version: string): PythonEnvironment {
  const { packages } = environment;
  const planned: InstalledPackage = {
    name: 'transformers',
    version,
    place: `transformers ${version} (planned)`,
    requires: [],
  };
  return {
    ...environment,
    path: `${environment.path} with transformers ${version}`,
    packages: new Map([...packages, ['transformers', planned]]),
  };
}
