import { bare, module } from '../layers.ts';
import type { ModuleSpec } from '../module-spec.ts';

/** What of PEFT's `LoraConfig` decides names and shapes. */
export interface LoraConfig {
  readonly rank: number;
  /** Endings of module names, a pattern over whole names, or `all-linear`. */
  readonly targets: readonly string[] | string;
  /** By ending of a module's name. */
  readonly rankPattern: Readonly<Record<string, number>>;
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
      return [name, pairBeside(child, rankOf(config, full))] as const;
    }),
  });
  const adapted = walk(base, '');
  if (targets === 0) return undefined;
  return module(CLASSES[config.taskType ?? ''] ?? 'PeftModel', {
    children: [['base_model', module('LoraModel', { children: [['model', adapted]] })]],
  });
}

const endsWith = (full: string, ending: string) => full === ending || full.endsWith(`.${ending}`);

function targetOf({ targets, withHead }: LoraConfig): (full: string) => boolean {
  if (targets === 'all-linear') return (full) => withHead || !endsWith(full, 'lm_head');
  if (typeof targets !== 'string') return (full) => targets.some((target) => endsWith(full, target));
  const pattern = new RegExp(`^(?:${targets})$`);
  return (full) => pattern.test(full);
}

function rankOf({ rank, rankPattern }: LoraConfig, full: string): number {
  const found = Object.entries(rankPattern).find(([ending]) => endsWith(full, ending));
  return found?.[1] ?? rank;
}

function pairBeside(layer: ModuleSpec, rank: number): ModuleSpec {
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
