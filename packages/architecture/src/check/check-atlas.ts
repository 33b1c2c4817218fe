import type { Checkpoint } from '@plumb/checkpoint';
import type { Evidence } from '@plumb/contract';
import type { PythonEnvironment } from '@plumb/python';
import { atlasVla } from '../architectures/atlas-vla/atlas-vla.ts';
import { buildDecoder } from '../architectures/build-decoder.ts';
import type { CheckResult, ImportFailure } from '../check-result.ts';
import type { ModuleSpec } from '../module-spec.ts';
import { compareSource } from './compare-source.ts';
import { atlasRows } from './config-rows.ts';
import { type InstalledLibraries, readLibraries } from './libraries.ts';
import { loadAsSource } from './load-as-source.ts';
import type { AtlasPlan } from './model-plan.ts';
import { findModelImportFailure, type ModelSource, openModelSource, sourceEvidence } from './read-source.ts';
import { resolveDecoder } from './resolve-decoder.ts';
import { describePrefixes, failedBefore, noTransformers, subjectOf } from './result.ts';

const MODEL = 'VLAModel';

/** `VLAModel(config).load_state_dict(…)` over there. */
export async function checkAtlas(
  plan: AtlasPlan,
  checkpoint: Checkpoint,
  environment: PythonEnvironment,
  sourcePath: string | undefined,
  onModel?: (model: ModuleSpec) => void,
): Promise<CheckResult> {
  const { usePretrainedVggt, lora } = plan.config.vggt;
  const backbone = usePretrainedVggt ? `VGGT-1B backbone${lora ? ' with LoRA' : ''}` : 'simple backbone';
  const subject = subjectOf(
    checkpoint,
    environment,
    sourcePath,
    `AtlasVLA (${[...describeTowers(plan), backbone, plan.config.actionHead.spatial ? 'spatial head' : 'MLP head'].join(', ')})`,
  );
  const libraries = await readLibraries(environment);
  if (!libraries)
    return failedBefore(subject, {
      importFailure: noTransformers(environment),
      config: atlasRows(plan, undefined),
    });
  const source = sourcePath ? await openModelSource(sourcePath, MODEL, plan.configModule) : undefined;
  try {
    return await checkWith(plan, checkpoint, libraries, source, subject, onModel);
  } finally {
    source?.close();
  }
}

function describeTowers({ config }: AtlasPlan): string[] {
  return config.vision.towers?.map(({ name }) => name) ?? [];
}

async function checkWith(
  plan: AtlasPlan,
  checkpoint: Checkpoint,
  libraries: InstalledLibraries,
  source: ModelSource | undefined,
  subject: Pick<CheckResult, 'checkpoint' | 'environment' | 'source' | 'architecture'>,
  onModel: ((model: ModuleSpec) => void) | undefined,
): Promise<CheckResult> {
  const assumptions = [...plan.assumptions, ...libraries.assumptions, ...describePrefixes(checkpoint)];
  const imports = source && (await judgeImports(source, libraries));
  assumptions.push(...(imports?.assumptions ?? []));
  const resolved = await resolveDecoder(plan.language, libraries, source);
  assumptions.push(...resolved.assumptions);
  const evidence: Evidence[] = [...resolved.evidence, ...libraries.evidence];
  const common = { config: atlasRows(plan, resolved.built), evidence, assumptions };
  if (imports?.failure)
    return failedBefore(subject, {
      ...common,
      importFailure: imports.failure,
      substitution: resolved.substitution,
    });
  const { built, substitution, constructionError } = resolved;
  if (!built) return failedBefore(subject, { ...common, constructionError });
  const language = buildDecoder(built.config, { transformers: libraries.transformers });
  const model = atlasVla(plan.config, language, built.config.hiddenSize, {
    transformers: libraries.transformers,
  });
  onModel?.(model);
  if (source) assumptions.push(...(await judgeSource(source, model)));
  const load = loadAsSource(checkpoint.tensors, model, libraries.torch, source);
  evidence.push(...load.evidence);
  assumptions.push(...load.assumptions);
  return {
    ...subject,
    ...load.prediction,
    ...common,
    substitution,
    importFailure: undefined,
    constructionError: undefined,
  };
}

/** Where no version is named, the newest one shows what could fail. */
const NEWEST = '3.13';

/** Installed by pytest, IPython and others where Python itself lacks them. */
const BACKPORTS = ['exceptiongroup', 'tomli'];

async function judgeImports(
  source: ModelSource,
  { python, environment }: InstalledLibraries,
): Promise<{ failure?: ImportFailure; assumptions: string[] }> {
  const found = await findModelImportFailure(source, python ?? NEWEST);
  if (!found) return { assumptions: [] };
  const place = sourceEvidence(source, found.file, found.line, found.text);
  if (python) return { failure: { error: found.error, evidence: [place] }, assumptions: [] };
  const since = found.pythons.from
    ? `Python ${found.pythons.from} or later`
    : `Python before ${found.pythons.before}`;
  const backport = BACKPORTS.find((name) => environment.packages.has(name));
  const hint = backport ? `, for which ${backport} speaks: a backport for Python before 3.11` : '';
  return {
    assumptions: [
      `Nothing names Python's version. ${since} cannot import the source (${place.place}: ${found.error}); another version is assumed${hint}.`,
    ],
  };
}

async function judgeSource(source: ModelSource, model: ReturnType<typeof atlasVla>): Promise<string[]> {
  if (!source.hasModel)
    return [
      `${source.path} has no class ${MODEL}: the AtlasVLA that Plumb knows (commits 6c47f7f to 8da9053) is assumed.`,
    ];
  const differences = await compareSource(source.tree, source.files, model);
  if (differences.length === 0) return [];
  return [
    `Not predicted: this source registers other names than the AtlasVLA that Plumb knows (${differences.join('; ')}). The prediction is for the latter.`,
  ];
}
