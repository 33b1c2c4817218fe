import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Checkpoint } from '@plumb/checkpoint';
import type { Evidence } from '@plumb/contract';
import { quoteForShell } from '@plumb/core';
import type { PythonEnvironment } from '@plumb/python';
import {
  buildPolicy,
  type PolicyLibraries,
  WITHOUT_STATISTICS,
} from '../architectures/lerobot/build-policy.ts';
import { piPolicy } from '../architectures/lerobot/pi-policy.ts';
import {
  actionSize,
  cameras,
  readPolicyFeatures,
  stateSize,
} from '../architectures/lerobot/policy-features.ts';
import type { CheckResult, ConfigRow, ImportFailure } from '../check-result.ts';
import type { ModuleSpec } from '../module-spec.ts';
import { isBefore, isOlderThan } from '../version-order.ts';
import { type LerobotType, NEWEST_LEROBOT, refusedConfig } from './lerobot-config-fields.ts';
import { loadAsLerobot, STATISTICS } from './load-as-lerobot.ts';
import type { LerobotPlan } from './model-plan.ts';
import { notPredicted } from './not-predicted.ts';
import { hasReplacedFiles } from './replaced-files.ts';
import { describePrefixes, describeUnread, failedBefore, REACHED_WEIGHTS, subjectOf } from './result.ts';

const NAMES: Readonly<Record<LerobotType, string>> = {
  act: 'ACT',
  diffusion: 'Diffusion Policy',
  smolvla: 'SmolVLA',
  pi0: 'π0',
  pi05: 'π0.5',
};

/** What a policy needs beside LeRobot and torch. */
const NEEDS: Readonly<Record<LerobotType, string | undefined>> = {
  act: undefined,
  diffusion: 'diffusers',
  smolvla: 'transformers',
  pi0: 'transformers',
  pi05: 'transformers',
};

/**
 * `from_pretrained` of a LeRobot policy over there: whether that release reads the config, then names and shapes. Its
 * `strict` is false by default: missing and unexpected names are only logged, another shape raises.
 */
export async function checkLerobot(
  plan: LerobotPlan,
  checkpoint: Checkpoint,
  environment: PythonEnvironment,
  source: string | undefined,
  onModel?: (model: ModuleSpec) => void,
): Promise<CheckResult> {
  const { type, fields, place } = plan;
  const subject = subjectOf(checkpoint, environment, source, `${NAMES[type]} (LeRobot's ${plan.className})`);
  const versions = readVersions(environment, type);
  if ('error' in versions) return failedBefore(subject, { importFailure: versions });
  const { lerobot, libraries, torch, evidence } = versions;
  const assumptions = [
    ...plan.assumptions,
    ...versions.assumptions,
    ...describePrefixes(checkpoint),
    ...describeUnread(source, `${plan.className}.from_pretrained of LeRobot`),
  ];
  const common = { config: rowsOf(plan), evidence, assumptions };
  const saved = (text: string): Evidence => ({ kind: 'checkpoint', place, text });
  if (plan.untyped) {
    const error =
      "ParsingError: Expected a dict with a 'type' key for <class 'lerobot.configs.policies.PreTrainedConfig'>";
    evidence.unshift(saved('a config without `type`, as LeRobot wrote it until January 2025'));
    return failedBefore(subject, { ...common, constructionError: error });
  }
  const refused = refusedConfig(type, fields.names(), lerobot);
  if (refused) {
    evidence.unshift(saved(`${refused.fields.join(', ')}: LeRobot ${lerobot} does not know`));
    return failedBefore(subject, { ...common, constructionError: refused.error });
  }
  evidence.unshift(saved(`a policy of type ${type}`));
  if (type.startsWith('pi') && wantsReplacedFiles(lerobot)) {
    const replaced = hasReplacedFiles(environment);
    if (replaced === false)
      return failedBefore(subject, {
        ...common,
        constructionError:
          'ValueError: An incorrect transformer version is used, please create an issue on https://github.com/huggingface/lerobot/issues',
      });
    if (replaced === undefined)
      assumptions.push(
        `LeRobot ${lerobot} builds π0 with a transformers of its own (its extra [pi]); that this is the one is assumed.`,
      );
  }
  const model = buildKnown(plan, libraries);
  onModel?.(model);
  const { prediction, caught } = loadAsLerobot(type, checkpoint.tensors, model, lerobot, torch);
  const { missing, unexpected, mismatched } = prediction;
  const partly = missing.length + unexpected.length + mismatched.length > 0;
  if (caught && !partly)
    assumptions.push(
      `LeRobot prints a warning all the same, of the embedding that is one with the head: "${caught.split('\n')[0]} …"`,
    );
  return {
    ...subject,
    ...prediction,
    ...common,
    ...REACHED_WEIGHTS,
    consequences: [
      ...(caught && partly ? [describeCaught(caught)] : []),
      ...describeStatistics(prediction, lerobot, place),
    ],
  };
}

/** 0.4 builds π0 on a branch of transformers, and raises without it. */
const wantsReplacedFiles = (lerobot: string) =>
  lerobot !== '' && isBefore(lerobot, '0.5') && !isBefore(lerobot, '0.4');

interface Versions {
  /** '' where nothing names it. */
  readonly lerobot: string;
  readonly libraries: PolicyLibraries;
  readonly torch: string | undefined;
  readonly evidence: Evidence[];
  readonly assumptions: readonly string[];
}

function readVersions(environment: PythonEnvironment, type: LerobotType): Versions | ImportFailure {
  const { packages, path } = environment;
  const absent = (name: string): ImportFailure => ({
    error: `ModuleNotFoundError: No module named '${name}'`,
    evidence: [
      { kind: 'environment', place: path, text: `${name} is not among its ${packages.size} packages` },
    ],
  });
  const installed = packages.get('lerobot');
  if (!installed) return absent('lerobot');
  const needed = NEEDS[type];
  if (needed && !packages.has(needed)) return absent(needed);
  const lerobot = installed.version;
  const transformers = packages.get('transformers')?.version;
  const torch = packages.get('torch');
  const assumptions = [
    ...(lerobot === ''
      ? [`LeRobot's version is not named (${installed.place}): ${NEWEST_LEROBOT} is taken.`]
      : isOlderThan(NEWEST_LEROBOT, lerobot)
        ? [`LeRobot ${lerobot} is newer than what was looked at: ${NEWEST_LEROBOT} is taken.`]
        : []),
    ...(torch ? [] : [`torch is not listed in ${path}. What follows is what torch 2.4 to 2.9 would do.`]),
  ];
  const named = [installed, ...(needed ? [packages.get(needed)!] : []), ...(torch ? [torch] : [])];
  return {
    lerobot,
    libraries: {
      ...(lerobot ? { lerobot } : {}),
      ...(transformers ? { transformers } : {}),
    },
    torch: torch?.version || undefined,
    evidence: named.map((entry) => ({
      kind: 'environment',
      place: entry.place,
      text: `${entry.name} ${entry.version}`,
    })),
    assumptions,
  };
}

function buildKnown(plan: LerobotPlan, libraries: PolicyLibraries): ModuleSpec {
  const { type, fields, place, vlm } = plan;
  const model =
    type === 'pi0' || type === 'pi05'
      ? piPolicy(type, fields, libraries)
      : buildPolicy(type, fields, libraries, vlm);
  if (model) return model;
  throw notPredicted(
    'ARCHITECTURE_NOT_PREDICTED',
    `${place} does not say all that ${NAMES[type]} is built from.`,
    'Plumb needs the features with their shapes, a ResNet of torchvision as backbone, and the variants of Gemma that openpi names.',
  );
}

const describeCaught = (text: string) =>
  `LeRobot catches what load_state_dict raises and goes on with what had been copied; all that tells is this line of its output: ${text}`;

/** Means and deviations: once among the weights, since 0.4 in files beside them. */
function describeStatistics(
  { missing, unexpected }: Pick<CheckResult, 'missing' | 'unexpected'>,
  lerobot: string,
  place: string,
): string[] {
  const within = isBefore(lerobot, WITHOUT_STATISTICS);
  const lacking = missing.filter((name) => STATISTICS.test(name)).length;
  if (within)
    return lacking === 0
      ? []
      : [
          `${lacking} statistics of the data set stay at infinity: the first action raises AssertionError, "\`mean\` is infinity" or "\`min\` is infinity". LeRobot 0.4 and later saves them beside the weights (policy_preprocessor.json); ${lerobot} looks for them among the weights.`,
        ];
  const folder = dirname(place);
  if (existsSync(join(folder, 'policy_preprocessor.json'))) return [];
  const dropped = unexpected.filter((name) => STATISTICS.test(name)).length;
  const what = `policy_preprocessor.json is not beside the weights, where LeRobot 0.4 and later looks for the statistics of the data set: lerobot-eval raises ProcessorMigrationError, and a script that builds no processors feeds states as they are and gets actions that nothing scales back.`;
  if (dropped === 0) return [what];
  return [
    `${what} The ${dropped} statistics among the weights are dropped; to move them: python -m lerobot.processor.migrate_policy_normalization --pretrained-path ${quoteForShell(folder)}`,
  ];
}

/** What of the config decides names and shapes, as a reader knows it. */
function rowsOf({ type, fields }: LerobotPlan): ConfigRow[] {
  const features = readPolicyFeatures(fields);
  const row = (field: string, value: string | number | undefined): ConfigRow[] =>
    value === undefined ? [] : [{ field, saved: String(value), there: String(value), differs: false }];
  return [
    ...row('type', type),
    ...row('cameras', cameras(features).length),
    ...row('state', stateSize(features)),
    ...row('action', actionSize(features)),
    ...row('vision_backbone', fields.text('vision_backbone')),
    ...row('vlm_model_name', fields.text('vlm_model_name')),
  ];
}
