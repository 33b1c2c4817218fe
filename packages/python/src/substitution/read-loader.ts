import { type Node, nodesOfType } from '../parse.ts';
import { argumentOf, keywordArguments, positionalArguments } from '../syntax/calls.ts';
import { dottedName, lastName } from '../syntax/dotted-name.ts';
import { resolveName } from '../syntax/imports.ts';
import type { SubstitutedKind } from './substitution.ts';

/** A call that brings a model, a tokenizer, weights … into being. */
export interface Loader {
  readonly call: Node;
  readonly what: SubstitutedKind;
  /** Which class or function: `AutoModel.from_pretrained`. */
  readonly callee: string;
  /** What it is to load: a hub id, a path, a URL. */
  readonly subject: Node | undefined;
  /** Weights are loaded; otherwise they are random. */
  readonly pretrained: boolean;
}

export interface LoaderContext {
  readonly imports: ReadonlyMap<string, string>;
  /** Names of classes that are torch modules. */
  readonly modules: ReadonlySet<string>;
}

const WEIGHTS = new Set([
  'load_state_dict_from_url',
  'load_url',
  'load_file',
  'safe_open',
  'hf_hub_download',
  'snapshot_download',
  'cached_download',
]);
const HELPER =
  /^_?(load|build|create|make|get|init)_(\w*_)?(model|encoder|backbone|policy|llm|vlm|vit|tower|network|net|vla)(_\w+)?$/;

function kindOf(className: string): SubstitutedKind {
  if (/tokenizer/i.test(className)) return 'tokenizer';
  if (/processor|featureextractor|transform$/i.test(className)) return 'processor';
  return 'model';
}

/** Reads a call as a loader; undefined where it is none. */
export function readLoader(call: Node, { imports, modules }: LoaderContext): Loader | undefined {
  const callee = call.childForFieldName('function');
  const name = lastName(callee);
  if (!callee || !name) return undefined;
  const written = dottedName(callee) ?? name;
  const full = resolveName(written, imports);
  const loader = (what: SubstitutedKind, subject: Node | undefined, pretrained = true): Loader => ({
    call,
    what,
    callee: written,
    subject,
    pretrained,
  });
  const first = positionalArguments(call)[0];
  if (name === 'from_pretrained') {
    return loader(kindOf(written), argumentOf(call, 'pretrained_model_name_or_path', 0));
  }
  if (name === 'from_config') return loader(kindOf(written), argumentOf(call, 'config', 0), false);
  if (full === 'torch.hub.load') return loader('model', argumentOf(call, 'model', 1));
  if (full === 'torch.load') return loader('weights', argumentOf(call, 'f', 0));
  if (WEIGHTS.has(name)) return loader('weights', keywordArguments(call).get('repo_id') ?? first);
  if (name === 'load_from_checkpoint') return loader('model', argumentOf(call, 'checkpoint_path', 0));
  if (name === 'create_model' || name === 'create_model_and_transforms') {
    const pretrained = keywordArguments(call).get('pretrained');
    return loader('model', argumentOf(call, 'model_name', 0), pretrained?.text !== 'False');
  }
  if (full === 'transformers.pipeline') return loader('model', argumentOf(call, 'model', 1));
  if (full === 'datasets.load_dataset') return loader('other', argumentOf(call, 'path', 0));
  if (HELPER.test(name)) return loader('model', undefined);
  if (modules.has(name) || /^transformers\.\w+(Model|For[A-Z]\w+)$/.test(full))
    return loader('model', undefined, false);
  return undefined;
}

/** The loader whose result a value is: `AutoModel.from_pretrained(x).to(device)`; the outermost one. */
export function loaderIn(value: Node, context: LoaderContext): Loader | undefined {
  for (const call of nodesOfType(value, 'call')) {
    const loader = readLoader(call, context);
    if (loader) return loader;
  }
  return undefined;
}

/** Arguments that say how to fetch or place a thing, not which thing it is. */
const MANNER = new Set(
  (
    'force_download local_files_only resume_download cache_dir token use_auth_token proxies trust_remote_code ' +
    'torch_dtype dtype device device_map map_location low_cpu_mem_usage attn_implementation padding_side progress ' +
    'use_flash_attention_2 use_safetensors use_fast weights_only force_reload source skip_validation verbose mmap ' +
    'quantization_config'
  ).split(' '),
);

function identity({ call, callee }: Loader): string {
  const named = [...keywordArguments(call)].filter(([name]) => !MANNER.has(name));
  const parts = [
    ...positionalArguments(call).map(({ text }) => text),
    ...named.map(([name, { text }]) => `${name}=${text}`).sort(),
  ];
  return `${callee}(${parts.join(',')})`.replace(/\s+/g, '').replaceAll("'", '"');
}

/** Whether two loaders bring the same thing: a retry from the cache, on another device, with another attention kernel. */
export function sameThing(a: Loader, b: Loader): boolean {
  if (identity(a) === identity(b)) return true;
  // AutoModelForVision2Seq or AutoModelForImageTextToText: an older name for the same weights
  const subject = a.subject?.text;
  return (
    subject !== undefined && subject === b.subject?.text && a.what === b.what && a.pretrained && b.pretrained
  );
}
