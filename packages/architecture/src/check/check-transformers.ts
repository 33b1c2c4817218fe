import type { Checkpoint } from '@plumb/checkpoint';
import type { TensorShape } from '@plumb/contract';
import type { PythonEnvironment } from '@plumb/python';
import { qwen2, qwen2ForCausalLM } from '../architectures/qwen2.ts';
import { qwen3, qwen3ForCausalLM } from '../architectures/qwen3.ts';
import type { CheckResult } from '../check-result.ts';
import { type ModuleSpec, visitTensors } from '../module-spec.ts';
import { predictLoad } from '../predict-load.ts';
import { decoderRows } from './config-rows.ts';
import { readLibraries } from './libraries.ts';
import type { DecoderPlan, TransformersPlan } from './model-plan.ts';
import { notPredicted } from './not-predicted.ts';
import { raisesFor } from './resolve-decoder.ts';
import { describePrefixes, failedBefore, noTransformers } from './result.ts';

/**
 * `from_pretrained` over there: whether that transformers knows the model_type, then names and shapes. Missing and
 * unexpected names are warnings of from_pretrained, not errors; another shape raises.
 */
export async function checkTransformers(
  plan: TransformersPlan,
  checkpoint: Checkpoint,
  environment: PythonEnvironment,
  source: string | undefined,
  onModel?: (model: ModuleSpec) => void,
): Promise<CheckResult> {
  const subject = {
    checkpoint: checkpoint.path,
    environment: environment.path,
    source,
    architecture: plan.className,
  };
  const libraries = await readLibraries(environment);
  const rows = (there: DecoderPlan | undefined) =>
    plan.decoder ? decoderRows(plan.decoder.config, there?.config) : [];
  if (!libraries)
    return failedBefore(subject, { importFailure: noTransformers(environment), config: rows(undefined) });
  const error = await raisesFor(plan.modelType, libraries);
  if (error && plan.ownCode)
    throw notPredicted(
      'ARCHITECTURE_NOT_PREDICTED',
      `${plan.place} brings code of its own, ${plan.ownCode}: what it builds is not predicted.`,
      `With trust_remote_code=True that code is run; without it transformers ${libraries.transformers} raises, since it does not know \`${plan.modelType}\`.`,
    );
  const evidence = [
    {
      kind: 'checkpoint',
      place: plan.place,
      text: `${plan.className}, model_type ${plan.modelType}`,
    } as const,
    {
      kind: 'environment',
      place: libraries.known.place,
      text: `transformers ${libraries.transformers} ${error ? 'does not know' : 'knows'} \`${plan.modelType}\``,
    } as const,
  ];
  const assumptions = [...plan.assumptions, ...libraries.assumptions, ...describePrefixes(checkpoint)];
  if (plan.ownCode)
    assumptions.push(
      `${plan.ownCode}, named in config.json, is not run: trust_remote_code=False is assumed.`,
    );
  const common = { config: rows(error ? undefined : plan.decoder), evidence, assumptions };
  if (error) return failedBefore(subject, { ...common, constructionError: error.error });
  const settled = {
    ...subject,
    ...common,
    substitution: undefined,
    importFailure: undefined,
    constructionError: undefined,
  };
  const model = plan.decoder && buildModel(plan.className, plan.decoder, libraries.transformers);
  if (!model) {
    assumptions.push(
      `Only the model type was checked: Plumb does not know the parameters of ${plan.className}, so names and shapes are not compared.`,
    );
    return { ...settled, loads: true, error: null, missing: [], unexpected: [], mismatched: [] };
  }
  onModel?.(model);
  const prediction = predictLoad(renameAsLoader(checkpoint.tensors, model), model, {
    strict: false,
    torchVersion: libraries.torch,
  });
  if (!prediction.loads)
    assumptions.push(
      'The error is worded as load_state_dict words it. from_pretrained words it in its own way, which differs between releases (some name only the first tensor, 5.x none).',
    );
  return { ...settled, ...prediction, missing: prediction.missing.filter((name) => !isTied(name, model)) };
}

function buildModel(
  className: string,
  { config }: DecoderPlan,
  transformers: string,
): ModuleSpec | undefined {
  const libraries = { transformers };
  switch (className) {
    case 'Qwen2Model':
      return qwen2(config, libraries);
    case 'Qwen3Model':
      return qwen3(config, libraries);
    case 'Qwen2ForCausalLM':
      return qwen2ForCausalLM(config, libraries);
    case 'Qwen3ForCausalLM':
      return qwen3ForCausalLM(config, libraries);
    default:
      return undefined;
  }
}

const BASE = 'model.';

/** from_pretrained loads a base model into one with a head and the other way round (`base_model_prefix`). */
function renameAsLoader(tensors: readonly TensorShape[], model: ModuleSpec): readonly TensorShape[] {
  const hasHead = model.children.some(([name]) => name === 'model');
  const savedWithHead = tensors.some(({ name }) => name.startsWith(BASE));
  if (hasHead === savedWithHead) return tensors;
  return tensors.map(({ name, shape }) => ({
    name: hasHead ? BASE + name : name.startsWith(BASE) ? name.slice(BASE.length) : name,
    shape,
  }));
}

/** A tied head is not saved: it is the embedding. */
function isTied(name: string, model: ModuleSpec): boolean {
  let tied = false;
  visitTensors(model, '', (full, tensor) => {
    tied ||= full === name && tensor.tiedTo !== undefined;
  });
  return tied;
}
