import {
  type AtlasVlaConfig,
  atlasVla,
  buildDecoder,
  type ModuleSpec,
  planModel,
  predictLoad,
} from '@plumb/architecture';
import { type Checkpoint, readCheckpoint, toPlain } from '@plumb/checkpoint';
import { PlumbError } from '@plumb/core';
import type { TokenGraph } from '../forward/token-graph.ts';
import { publishedInput, type TowerInput } from '../forward/tower-input.ts';
import { publishPhase } from '../publish-phase.ts';
import { findLanguageModel } from '../text/find-language-model.ts';
import { type LanguageConfig, readLanguageConfig } from '../text/read-language-config.ts';
import { recordUse } from '../weights/record-use.ts';
import { refuseDangerous, refuseMismatch, refuseNotFinite } from '../weights/refuse-checkpoint.ts';
import { tableOfCheckpoint, type WeightTable } from '../weights/weight-table.ts';
import { embeddingGraph, type GraphSource, languageGraph, stepGraph, textGraph } from './atlas-graphs.ts';
import { type AtlasCommit, commitOf } from './atlas-manifest.ts';
import { chooseVariants, type Variant } from './variants.ts';

/** An AtlasVLA checkpoint, ready for its graphs: everything was checked, nothing of the weights is loaded. */
export interface AtlasModel {
  readonly checkpoint: Checkpoint;
  readonly config: AtlasVlaConfig;
  readonly spec: ModuleSpec;
  readonly table: WeightTable;
  readonly language: LanguageConfig;
  /** Folder of the language model's config and tokenizer. */
  readonly languageFolder: string;
  /** The state of the source that the config's fields speak for. */
  readonly commit: AtlasCommit;
  /** One a vision tower where the model prepares its pixels: from 8da9053 on. */
  readonly towerInputs?: readonly TowerInput[] | undefined;
  readonly tokenGraph: TokenGraph;
  /** Where the computation is not the published source's. */
  readonly variants: readonly Variant[];
  /** What had to be assumed, aloud. */
  readonly assumptions: readonly string[];
}

export interface AtlasOptions {
  /** Folder with config.json and tokenizer.json of the language model. */
  readonly languageModel?: string | undefined;
  /** `queries-pool`, asked for by name; the others apply where the source can't run. */
  readonly variants?: readonly string[] | undefined;
}

/**
 * Reads an AtlasVLA checkpoint for a forward pass. Throws what `readCheckpoint` throws; `MODEL_NOT_RUN` for another
 * architecture; `CHECKPOINT_REFUSED` where `plumb check` finds that it does not load, where its pickles run code, or
 * where it holds NaN.
 */
export async function readAtlasModel(path: string, options: AtlasOptions = {}): Promise<AtlasModel> {
  const checkpoint = await publishPhase('read the index', () => readCheckpoint(path));
  refuseDangerous(checkpoint);
  const plan = await publishPhase('recognise', () => planModel(checkpoint));
  if (plan.kind !== 'atlas-vla') throw notAtlas(path, plan.className);
  const { config } = plan;
  const { towers } = config.vision;
  // a fused pair is 8da9053's alone
  const commit = towers && towers.length > 1 ? '8da9053' : commitOf(toPlain(checkpoint.data));
  const towerInputs = commit === '8da9053' ? towers?.map(publishedInput) : undefined;
  const variants = chooseVariants(config, options.variants ?? []);
  const tokenGraph = readTokenGraph(config, path);
  const folder = await findLanguageModel(config.language.modelName, path, options.languageModel);
  const language = await readLanguageConfig(folder, config.language.maxLength);
  const spec = specOf(checkpoint, config, language);
  refuseMismatch(checkpoint, spec);
  const table = await tableOfCheckpoint(checkpoint);
  const model = {
    checkpoint,
    config,
    commit,
    towerInputs,
    spec,
    table,
    language,
    languageFolder: folder,
    tokenGraph,
    variants,
  };
  const used = await publishPhase('graphs for their weights', () => usedTensors(model));
  await publishPhase('look for NaN', () => refuseNotFinite(checkpoint, used));
  // the language model's config was read from its folder after all
  const assumptions = plan.assumptions.filter((text) => !text.includes('no published model'));
  return { ...model, assumptions: towerInputs ? [...assumptions, TOWER_ASSUMPTION] : assumptions };
}

/** What a tower sees depends on files and a library that no checkpoint names (`vision_encoder.py`, `_extract_processor_size`). */
const TOWER_ASSUMPTION =
  "The vision tower's pictures are prepared by its published preprocessor_config.json as transformers 4 reads it (DINOv2: 256 pixels). Where it could not be read, AtlasVLA goes on with 224 pixels and other constants.";

/** What the graphs read; VGGT's heads, half of its weights, are not among it. */
function usedTensors(model: GraphSource): ReadonlySet<string> {
  const { table, used } = recordUse(model.table);
  const source = { ...model, table };
  embeddingGraph(source);
  textGraph(source);
  languageGraph(source);
  stepGraph(source, { features: true });
  return used;
}

/** The release of transformers whose names a checkpoint has, where it has a tower: 5.6 and 5.18 renamed some. */
const LAYOUTS = ['5.18', '4.57.1'];

function specOf(checkpoint: Checkpoint, config: AtlasVlaConfig, { config: language }: LanguageConfig) {
  const build = (transformers: string) =>
    atlasVla(config, buildDecoder(language), language.hiddenSize, { transformers });
  const specs = config.vision.towers ? LAYOUTS.map(build) : [build(LAYOUTS.at(-1)!)];
  return specs.find((spec) => predictLoad(checkpoint.tensors, spec, { strict: true }).loads) ?? specs.at(-1)!;
}

/** What was saved beside the tensors, for the description: the epoch, the loss. */
export function describeTraining({ data }: Checkpoint): Record<string, number> {
  const plain = toPlain(data);
  if (typeof plain !== 'object' || plain === null || Array.isArray(plain)) return {};
  return Object.fromEntries(
    Object.entries(plain).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  );
}

function readTokenGraph({ vggt }: AtlasVlaConfig, path: string): TokenGraph {
  if (vggt.usePretrainedVggt) return 'grid';
  const { graphType = 'grid', fusionStrategy = 'concat' } = vggt;
  if (fusionStrategy !== 'concat') throw raises(path, 'fusion_strategy', fusionStrategy, 'token_fusion.py');
  if (graphType !== 'grid' && graphType !== 'fully_connected')
    throw raises(path, 'graph_type', graphType, 'graph_builder.py');
  return graphType;
}

function raises(path: string, field: string, value: string, file: string): PlumbError {
  return new PlumbError({
    code: 'MODEL_NOT_RUN',
    what: `${path} is configured with ${field} = ${value}.`,
    why: `AtlasVLA's own source raises for it (components/${file}): the config names it, nothing implements it.`,
    remedy: 'Find the source that trained this checkpoint and serve the policy from there.',
  });
}

function notAtlas(path: string, className: string): PlumbError {
  return new PlumbError({
    code: 'MODEL_NOT_RUN',
    what: `${path} is a ${className}, not an AtlasVLA.`,
    why: 'Plumb runs AtlasVLA itself; other policies are asked through a server.',
    remedy:
      'Serve the policy from its own code and give its address (plumb eval --help lists the protocols).',
  });
}
