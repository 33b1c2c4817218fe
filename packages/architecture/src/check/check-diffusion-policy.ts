import type { Checkpoint } from '@plumb/checkpoint';
import type { Evidence } from '@plumb/contract';
import type { PythonEnvironment } from '@plumb/python';
import { diffusionPolicy } from '../architectures/authors/diffusion-policy.ts';
import type { CheckResult, ConfigRow, ImportFailure } from '../check-result.ts';
import type { ModuleSpec } from '../module-spec.ts';
import { predictLoad } from '../predict-load.ts';
import { isBefore, isOlderThan } from '../version-order.ts';
import type { DiffusionPolicyPlan } from './model-plan.ts';
import { moduleVersionOf } from './module-version.ts';
import { notPredicted } from './not-predicted.ts';
import { missingPackage, readTorch } from './read-torch.ts';
import { describePrefixes, describeUnread, failedBefore } from './result.ts';

/** Modules that `eval.py` imports before it opens the file, and without which the file does not open. */
const NEEDS = [
  ['hydra', 'hydra-core'],
  ['torch', 'torch'],
  ['dill', 'dill'],
] as const;

/** What the policy's own file imports, through hydra. */
const POLICY_NEEDS = ['diffusers', 'einops'] as const;

/**
 * `eval.py` of real-stanford/diffusion_policy: the workspace that `cfg` names is built, and `load_payload` loads each
 * of `state_dicts` into its namesake, strictly.
 */
export async function checkDiffusionPolicy(
  plan: DiffusionPolicyPlan,
  checkpoint: Checkpoint,
  environment: PythonEnvironment,
  source: string | undefined,
  onModel?: (model: ModuleSpec) => void,
): Promise<CheckResult> {
  const { config, target } = plan;
  const subject = {
    checkpoint: checkpoint.path,
    environment: environment.path,
    source,
    architecture: `Diffusion Policy (real-stanford/diffusion_policy's ${config.className})`,
  };
  const rows = rowsOf(plan);
  const importFailure = missingPackage(environment, NEEDS) ?? brokenImport(environment, plan);
  if (importFailure) return failedBefore(subject, { importFailure, config: rows });
  const model = diffusionPolicy(config);
  if (!model)
    throw notPredicted(
      'ARCHITECTURE_NOT_PREDICTED',
      `${plan.place} names a backbone that is no ResNet.`,
      'Plumb lays out no other there.',
    );
  onModel?.(model);
  const torch = readTorch(environment);
  // `DictOfTensorMixin` takes whatever is there, and misses nothing
  const tensors = checkpoint.tensors.filter(({ name }) => !name.startsWith('normalizer.'));
  const evidence: Evidence[] = [{ kind: 'checkpoint', place: plan.place, text: target }, ...torch.evidence];
  return {
    ...subject,
    ...predictLoad(tensors, model, {
      strict: true,
      torchVersion: torch.version,
      moduleVersion: moduleVersionOf(checkpoint),
    }),
    config: rows,
    evidence,
    assumptions: [
      ...plan.assumptions,
      ...torch.assumptions,
      ...describePrefixes(checkpoint),
      ...describeUnread(source, "the load of Diffusion Policy's eval.py"),
      ...describeRobomimic(plan, environment),
      'The cfg in the file builds the model, as eval.py does it; a copy of the repository with other layers is not told apart. Its workspace opens the file with dill, which runs what the pickle says.',
    ],
    consequences: describeStates(plan, checkpoint),
    substitution: undefined,
    importFailure: undefined,
    constructionError: undefined,
  };
}

/** `hydra.utils.get_class` in its own words. */
function brokenImport(environment: PythonEnvironment, plan: DiffusionPolicyPlan): ImportFailure | undefined {
  const { packages, path } = environment;
  const needs = [...POLICY_NEEDS, ...(plan.config.encoder?.kind === 'robomimic' ? ['robomimic'] : [])];
  const absent = needs.find((name) => !packages.has(name));
  if (absent)
    return throughHydra(plan, `ModuleNotFoundError("No module named '${absent}'")`, [
      { kind: 'environment', place: path, text: `${absent} is not among its ${packages.size} packages` },
    ]);
  const diffusers = packages.get('diffusers');
  const hub = packages.get('huggingface-hub');
  // diffusers 0.11, which the repository pins, asks for two names that huggingface_hub has dropped since
  if (!diffusers?.version.startsWith('0.11.') || !hub?.version || isOlderThan(hub.version, '0.26'))
    return undefined;
  const name = isBefore(hub.version, '1.0') ? 'cached_download' : 'HfFolder';
  return throughHydra(
    plan,
    `ImportError("cannot import name '${name}' from 'huggingface_hub' (…/huggingface_hub/__init__.py)")`,
    [
      {
        kind: 'environment',
        place: hub.place,
        text: `huggingface_hub ${hub.version}: diffusers ${diffusers.version} wants one before 0.26`,
      },
      { kind: 'environment', place: diffusers.place, text: `diffusers ${diffusers.version}` },
    ],
  );
}

function throughHydra(
  { target }: DiffusionPolicyPlan,
  cause: string,
  evidence: readonly Evidence[],
): ImportFailure {
  const [name = '', ...above] = target.split('.').slice(0, -1).reverse();
  const package_ = above.reverse().join('.');
  return {
    error: `ImportError: Error loading '${target}':\n${cause}\nAre you sure that '${name}' is importable from module '${package_}'?`,
    evidence,
  };
}

function describeRobomimic({ config }: DiffusionPolicyPlan, { packages }: PythonEnvironment): string[] {
  const robomimic = packages.get('robomimic');
  if (config.encoder?.kind !== 'robomimic' || !robomimic || /^0\.2(?:\.|$)/.test(robomimic.version))
    return [];
  return [
    `The camera encoders are laid out as robomimic 0.2 builds them, which the repository pins; ${robomimic.version || 'an unnamed version'} is installed.`,
  ];
}

/** What `load_payload` does without a word, and the evaluation meets later. */
function describeStates({ usesEma, states }: DiffusionPolicyPlan, checkpoint: Checkpoint): string[] {
  const normalised = checkpoint.tensors.some(({ name }) => name.startsWith('normalizer.params_dict.'));
  return [
    ...(usesEma && !states.includes('ema_model')
      ? [
          'cfg.training.use_ema is true, but there is no state_dicts.ema_model: eval.py goes on with the random weights of its EMA, and raises nothing.',
        ]
      : []),
    ...(normalised
      ? []
      : [
          'No normalizer.params_dict lies in it: the load does not miss it, the first prediction raises KeyError.',
        ]),
  ];
}

function rowsOf({ config, usesEma }: DiffusionPolicyPlan): ConfigRow[] {
  const row = (field: string, value: unknown): ConfigRow => ({
    field,
    saved: String(value),
    there: String(value),
    differs: false,
  });
  const { encoder, network } = config;
  return [
    row('policy', config.className),
    ...Object.entries(network.config).flatMap(([field, value]) =>
      value === undefined ? [] : [row(field, Array.isArray(value) ? value.join(', ') : value)],
    ),
    ...(encoder
      ? [
          row('cameras', encoder.cameras.map(({ name }) => name).join(', ')),
          row('encoder', `${encoder.kind}, ${encoder.norm} norm`),
        ]
      : []),
    row('use_ema', usesEma),
  ];
}
