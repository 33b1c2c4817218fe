import { bare, module } from '../layers.ts';
import type { ModuleSpec } from '../module-spec.ts';
import { notPredicted } from './not-predicted.ts';

/** What of PEFT's `LoraConfig` decides names and shapes. */
export interface LoraConfig {
  readonly rank: number;
  /** Endings of module names, a pattern over whole names, or `all-linear`. */
  readonly targets: readonly string[] | string;
  /** By ending of a module's name. */
  readonly rankPattern: Readonly<Record<string, number>>;
  /** Endings of module names, or a pattern over whole names, that are no targets. */
  readonly excluded: readonly string[] | string;
  /** Numbers of the layers that have targets; undefined for all. */
  readonly layers: readonly number[] | undefined;
  /** DoRA: a vector of magnitudes beside each pair. */
  readonly magnitudes: boolean;
  /** Modules that are trained and saved whole. */
  readonly savedWhole: readonly string[];
  readonly taskType: string | undefined;
  /** Whether `all-linear` took the language-modelling head too; it depends on where the head lies. */
  readonly withHead: boolean;
}

const CLASSES: Readonly<Record<string, string>> = {
  CAUSAL_LM: 'PeftModelForCausalLM',
  SEQ_2_SEQ_LM: 'PeftModelForSeq2SeqLM',
  SEQ_CLS: 'PeftModelForSequenceClassification',
  TOKEN_CLS: 'PeftModelForTokenClassification',
  QUESTION_ANS: 'PeftModelForQuestionAnswering',
  FEATURE_EXTRACTION: 'PeftModelForFeatureExtraction',
};

/** `PeftModel` around a base: low-rank pairs beside every linear layer that is a target. Undefined where none is. */
export function adaptWithLora(base: ModuleSpec, config: LoraConfig): ModuleSpec | undefined {
  let targets = 0;
  const isTarget = targetOf(config);
  const walk = (spec: ModuleSpec, path: string): ModuleSpec => ({
    ...spec,
    children: spec.children.map(([name, child]) => {
      const full = path === '' ? name : `${path}.${name}`;
      if (config.savedWhole.some((saved) => endsWith(full, saved))) return [name, savedWhole(child)] as const;
      if (!/Linear$/.test(child.className) || child.parameters.length === 0 || !isTarget(full))
        return [name, walk(child, full)] as const;
      targets++;
      return [name, pairBeside(child, rankOf(config, full), config.magnitudes)] as const;
    }),
  });
  const adapted = walk(base, '');
  if (targets === 0) return undefined;
  return module(CLASSES[config.taskType ?? ''] ?? 'PeftModel', {
    children: [['base_model', module('LoraModel', { children: [['model', adapted]] })]],
  });
}

const endsWith = (full: string, ending: string) => full === ending || full.endsWith(`.${ending}`);

/** As `check_target_module_exists` of peft: what is excluded, then names, then layers. */
function targetOf(config: LoraConfig): (full: string) => boolean {
  const { excluded, layers } = config;
  const isNamed = namedBy(config);
  const isExcluded =
    typeof excluded === 'string'
      ? matcher(excluded)
      : (full: string) => excluded.some((name) => endsWith(full, name));
  return (full) => !isExcluded(full) && isNamed(full) && isInLayers(full, layers);
}

/** The last number in the path that stands behind another name. */
function isInLayers(full: string, layers: readonly number[] | undefined): boolean {
  if (layers === undefined) return true;
  const layer = /^.*\.[^.]*\.(\d+)\./.exec(full)?.[1];
  return layer !== undefined && layers.includes(Number(layer));
}

function matcher(pattern: string): (full: string) => boolean {
  let whole: RegExp;
  try {
    whole = new RegExp(`^(?:${pattern})$`);
  } catch {
    throw notPredicted(
      'ARCHITECTURE_NOT_PREDICTED',
      `The adapter names its modules by the pattern ${JSON.stringify(pattern)}.`,
      'It is none that means the same outside of Python.',
    );
  }
  return (full) => whole.test(full);
}

function namedBy({ targets, withHead }: LoraConfig): (full: string) => boolean {
  if (targets === 'all-linear') return (full) => withHead || !endsWith(full, 'lm_head');
  if (typeof targets !== 'string') return (full) => targets.some((target) => endsWith(full, target));
  return matcher(targets);
}

function rankOf({ rank, rankPattern }: LoraConfig, full: string): number {
  const found = Object.entries(rankPattern).find(([ending]) => endsWith(full, ending));
  return found?.[1] ?? rank;
}

function pairBeside(layer: ModuleSpec, rank: number, magnitudes: boolean): ModuleSpec {
  const [outputs = 0, inputs = 0] = layer.parameters[0]?.shape ?? [];
  const half = (shape: readonly number[]) =>
    module('ModuleDict', {
      children: [['default', module('Linear', { parameters: [{ name: 'weight', shape }] })]],
    });
  return module('Linear', {
    children: [
      ['base_layer', layer],
      ['lora_dropout', bare('ModuleDict')],
      ['lora_A', half([rank, inputs])],
      ['lora_B', half([outputs, rank])],
      ...(magnitudes ? [['lora_magnitude_vector', half([outputs])] as const] : []),
    ],
  });
}

function savedWhole(layer: ModuleSpec): ModuleSpec {
  return module('ModulesToSaveWrapper', {
    children: [
      ['original_module', layer],
      ['modules_to_save', module('ModuleDict', { children: [['default', layer]] })],
    ],
  });
}
