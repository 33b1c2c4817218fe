import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { InstalledPackage, KnownModelType, KnownModelTypes, PythonEnvironment } from './environment.ts';
import { readNameMapping } from './read-name-mapping.ts';
import { releaseKnows } from './release-table.ts';

/**
 * The `model_type`s that an environment's transformers knows, from its own registry; where only its version is known
 * (a freeze, a broken install), from the table of first releases. Undefined where transformers isn't installed.
 */
export async function readKnownModelTypes(
  environment: PythonEnvironment,
): Promise<KnownModelTypes | undefined> {
  const transformers = environment.packages.get('transformers');
  if (!transformers) return undefined;
  for (const folder of sourcesOf(transformers)) {
    const found = await readRegistry(join(folder, 'models', 'auto'), transformers.version);
    if (found) return found;
  }
  const { version, place, origin } = transformers;
  return {
    transformersVersion: version || (origin ?? 'unknown'),
    from: 'release-table',
    place,
    // a commit without a tag may lie anywhere between two releases
    knows: (modelType) => (version === '' ? 'unsure' : releaseKnows(version, modelType)),
  };
}

function sourcesOf({ sitePackages, origin }: InstalledPackage): string[] {
  const folders = sitePackages ? [join(sitePackages, 'transformers')] : [];
  // an editable install leaves its source where it is
  if (origin?.startsWith('file://')) folders.push(join(fileURLToPath(origin), 'src', 'transformers'));
  return folders;
}

async function readRegistry(folder: string, version: string): Promise<KnownModelTypes | undefined> {
  const configs = await readNameMapping(join(folder, 'configuration_auto.py'), 'CONFIG_MAPPING_NAMES');
  if (!configs || configs.entries.size === 0) return undefined;
  const models = await readNameMapping(join(folder, 'modeling_auto.py'), 'MODEL_MAPPING_NAMES');
  const types = new Map<string, KnownModelType>();
  for (const [modelType, { value, place }] of configs.entries) {
    const modelClass = models?.entries.get(modelType)?.value;
    types.set(modelType, { configClass: value, place, ...(modelClass ? { modelClass } : {}) });
  }
  return {
    transformersVersion: version,
    from: 'auto-mapping',
    place: configs.place,
    types,
    knows: (modelType) => (types.has(modelType) ? 'yes' : 'no'),
  };
}
