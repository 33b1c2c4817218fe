import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Checkpoint } from '@plumb/checkpoint';
import type { Evidence } from '@plumb/contract';
import type { PythonEnvironment } from '@plumb/python';
import { openVla } from '../architectures/openvla.ts';
import type { CheckResult } from '../check-result.ts';
import type { ModuleSpec } from '../module-spec.ts';
import { isBefore } from '../version-order.ts';
import { decoderRows } from './config-rows.ts';
import { readLibraries } from './libraries.ts';
import type { OpenVlaPlan } from './model-plan.ts';
import { predictFromPretrained } from './predict-from-pretrained.ts';
import {
  describePrefixes,
  describeUnread,
  failedBefore,
  noTransformers,
  REACHED_WEIGHTS,
  subjectOf,
} from './result.ts';
import { checkSideComponents } from './side-components.ts';

/** Its code has some 50 kB. */
const MAX_CODE = 2 * 2 ** 20;
const CODE = 'modeling_prismatic.py';

/**
 * OpenVLA or OpenVLA-OFT over there, as their evaluation loads it: `AutoModelForVision2Seq.from_pretrained` with
 * `trust_remote_code=True`, then the components in files of their own, which are loaded strictly.
 */
export async function checkOpenVla(
  plan: OpenVlaPlan,
  checkpoint: Checkpoint,
  environment: PythonEnvironment,
  source: string | undefined,
  onModel?: (model: ModuleSpec) => void,
): Promise<CheckResult> {
  const { towers, text } = plan.config;
  const subject = subjectOf(
    checkpoint,
    environment,
    source,
    `OpenVLA (${plan.className}: ${plan.backbone}, ${text.modelType} of hidden ${text.hiddenSize})`,
  );
  const config = decoderRows(text, text);
  const libraries = await readLibraries(environment);
  if (!libraries) return failedBefore(subject, { importFailure: noTransformers(environment), config });
  const folder = dirname(plan.place);
  const code = await readCode(folder);
  const timm = environment.packages.get('timm');
  const evidence: Evidence[] = [
    { kind: 'checkpoint', place: plan.place, text: `${plan.className}, ${towers.length} towers` },
    ...libraries.evidence,
    ...(timm ? [{ kind: 'environment', place: timm.place, text: `timm ${timm.version}` } as const] : []),
  ];
  const assumptions = [
    ...plan.assumptions,
    ...libraries.assumptions,
    ...describePrefixes(checkpoint),
    ...describeUnread(source, "OpenVLA's own loading"),
    code
      ? `${code.place} is taken to be OpenVLA's own, as config.json names it: only its list of timm's releases is read. trust_remote_code=True is assumed, as OpenVLA's evaluation passes it.`
      : `${CODE} is not in ${folder}: OpenVLA's own is assumed, and trust_remote_code=True, as its evaluation passes it.`,
  ];
  const common = { config, evidence, assumptions };
  if (!timm)
    return failedBefore(subject, {
      ...common,
      importFailure: {
        error:
          'ImportError: This modeling file requires the following packages that were not found in your environment: timm. Run `pip install timm`',
        evidence: [{ kind: 'environment', place: environment.path, text: 'timm is not among its packages' }],
      },
    });
  const wanted = code?.timm ?? TIMM;
  const error = wanted.includes(timm.version) ? brokenRelease(libraries.transformers) : TIMM_ERROR;
  if (error) {
    if (error === TIMM_ERROR)
      evidence.unshift({
        kind: 'environment',
        place: timm.place,
        text: `timm ${timm.version}; the model's code takes ${wanted.join(', ')}`,
      });
    return failedBefore(subject, { ...common, constructionError: error });
  }
  const versions = { transformers: libraries.transformers };
  const model = openVla(plan.config, versions);
  onModel?.(model);
  const prediction = predictFromPretrained(checkpoint.tensors, model, versions, libraries.torch);
  const components = await checkSideComponents(folder, text.hiddenSize);
  return {
    ...subject,
    ...prediction,
    ...common,
    evidence: [...evidence, ...components.evidence],
    assumptions: [
      ...assumptions,
      ...components.assumptions,
      ...(libraries.transformers.startsWith('4.40.')
        ? []
        : [
            `OpenVLA was made with transformers 4.40.1 and only warns of ${libraries.transformers}: that it loads does not say that it acts the same.`,
          ]),
    ],
    ...REACHED_WEIGHTS,
    consequences: components.consequences,
  };
}

/** What the code beside the published weights takes (`modeling_prismatic.py`). */
const TIMM: readonly string[] = ['0.9.10', '0.9.11', '0.9.12', '0.9.16'];
const TIMM_ERROR =
  'NotImplementedError: TIMM Version must be >= 0.9.10 and < 1.0.0 (breaking); please raise a GitHub Issue if you urgently need support for latest TIMM versions.';

async function readCode(
  folder: string,
): Promise<{ place: string; timm: readonly string[] | undefined } | undefined> {
  const place = join(folder, CODE);
  const text = await readFile(place, 'utf8').catch(() => undefined);
  if (text === undefined || text.length > MAX_CODE) return undefined;
  const list = /timm\.__version__ not in \{([^}]*)\}/.exec(text)?.[1];
  return { place, timm: list?.match(/[\d.]+/g) ?? undefined };
}

/** What OpenVLA's code raises in a release of transformers that is none of those it was written for. */
export function brokenRelease(transformers: string): string | undefined {
  if (!isBefore(transformers, '4.52') && isBefore(transformers, '4.53'))
    return "AttributeError: 'VisionTransformer' object has no attribute '_initialize_weights'";
  if (!isBefore(transformers, '5.0'))
    return "ImportError: cannot import name 'AutoModelForVision2Seq' from 'transformers'";
  if (!isBefore(transformers, '4.54'))
    return "AttributeError: 'OpenVLAForActionPrediction' object has no attribute '_supports_sdpa'";
  return undefined;
}
