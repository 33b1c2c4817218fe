export { decodeSource } from './decode-source.ts';
export type * from './environment.ts';
export { findImportFailures } from './find-import-failures.ts';
export {
  type BrokenRequirement,
  findInstallEffects,
  type InstallEffects,
  type ReplacedPackage,
} from './find-requirement-conflicts.ts';
export { findSubstitutions } from './find-substitutions.ts';
export type { PredictedImportFailure } from './import-failure/import-failure.ts';
export { type ImportEdge, type ModuleIndex, readModuleIndex } from './module-index.ts';
export { normaliseName } from './normalise-name.ts';
export {
  childrenOf,
  endLineOf,
  lineOf,
  type Node,
  nodesOfType,
  parsePython,
  type Tree,
} from './parse.ts';
export { type Dataclass, type DataclassField, readDataclasses } from './read-dataclasses.ts';
export { looksLikeEnvironment, readEnvironment } from './read-environment.ts';
export { readKnownModelTypes } from './read-known-model-types.ts';
export {
  type ReleaseRequirements,
  releaseRequirements,
  releasesWithRequirements,
  releaseThatPipPicks,
} from './release-requirements.ts';
export { firstReleaseOf, releaseKnows, transformersReleases } from './release-table.ts';
export { openSourceTree, type SourceTree } from './source-tree.ts';
export { satisfies } from './specifier.ts';
export type * from './substitution/substitution.ts';
export { torchModules } from './substitution/torch-modules.ts';
export {
  argumentOf,
  calleeName,
  findCalls,
  hasSplat,
  keywordArguments,
  positionalArguments,
} from './syntax/calls.ts';
export { dottedName, lastName } from './syntax/dotted-name.ts';
export { importedNames, namesOfImport, resolveName } from './syntax/imports.ts';
export { type Literal, literalValue, pathValue, stringValue } from './syntax/literal.ts';
export {
  type Assignment,
  assignmentsIn,
  type Constant,
  constantsOf,
  definedName,
  enclosingClass,
  enclosingFunction,
  loopElements,
  statementsOf,
} from './syntax/scopes.ts';
export { compareVersions, parseVersion, type Version } from './version.ts';
