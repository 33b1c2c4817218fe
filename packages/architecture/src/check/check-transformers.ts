import type { Checkpoint } from '@plumb/checkpoint';
import type { PythonEnvironment } from '@plumb/python';
import { buildCausalDecoder, buildDecoder, decoderClasses } from '../architectures/build-decoder.ts';
import { autoModelClass, buildModel } from '../architectures/build-model.ts';
import type { Libraries } from '../architectures/decoder.ts';
import type { CheckResult } from '../check-result.ts';
import type { ModuleSpec } from '../module-spec.ts';
import { decoderRows } from './config-rows.ts';
import { describeTies } from './describe-ties.ts';
import { readLibraries } from './libraries.ts';
import type { DecoderPlan, TransformersPlan } from './model-plan.ts';
import { notPredicted } from './not-predicted.ts';
import { predictFromPretrained } from './predict-from-pretrained.ts';
import { raisesFor } from './resolve-decoder.ts';
import { describePrefixes, failedBefore, noTransformers, REACHED_WEIGHTS, subjectOf } from './result.ts';

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
  const subject = subjectOf(checkpoint, environment, source, plan.className);
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
    ...REACHED_WEIGHTS,
  };
  const versions = { transformers: libraries.transformers };
  const model = buildPlanned(plan, plan.className, versions);
  if (!model) {
    assumptions.push(
      `Only the model type was checked: Plumb does not know the parameters of ${plan.className}, so names and shapes are not compared.`,
    );
    return { ...settled, loads: true, error: null, missing: [], unexpected: [], mismatched: [] };
  }
  onModel?.(model);
  const predict = (built: ModuleSpec) =>
    predictFromPretrained(checkpoint.tensors, built, versions, libraries.torch);
  const prediction = predict(model);
  if (!prediction.loads)
    assumptions.push(
      'The error is worded as load_state_dict words it. from_pretrained words it in its own way, which differs between releases (some name only the first tensor, 5.x none).',
    );
  const ties = describeTies(checkpoint.tensors, model, libraries.transformers);
  assumptions.push(...ties.assumptions, ...describeAutoModel(plan, model, versions, predict));
  return { ...settled, ...prediction, consequences: ties.consequences };
}

/** `AutoModel` may build another class than the one that config.json names. */
function describeAutoModel(
  plan: TransformersPlan,
  model: ModuleSpec,
  versions: Libraries,
  predict: (model: ModuleSpec) => ReturnType<typeof predictFromPretrained>,
): string[] {
  const className = autoModelClass(plan.modelType, versions);
  const base = className === undefined ? undefined : buildPlanned(plan, className, versions);
  if (!base || base.className === model.className) return [];
  const { missing, unexpected } = predict(base);
  return [
    `This is ${model.className}.from_pretrained, as config.json names it. AutoModel builds ${base.className}: ${missing.length} missing, ${unexpected.length} unexpected.`,
  ];
}

function buildPlanned(
  { modelType, fields, decoder }: TransformersPlan,
  className: string,
  versions: Libraries,
): ModuleSpec | undefined {
  if (fields) return buildModel(className, modelType, fields, versions);
  if (!decoder) return undefined;
  const [base, causal] = decoderClasses(decoder.config.modelType);
  if (className === base) return buildDecoder(decoder.config, versions);
  return className === causal ? buildCausalDecoder(decoder.config, versions) : undefined;
}
