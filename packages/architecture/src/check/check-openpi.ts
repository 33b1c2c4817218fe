import type { Checkpoint } from '@plumb/checkpoint';
import type { Evidence } from '@plumb/contract';
import type { PythonEnvironment } from '@plumb/python';
import { pi0 } from '../architectures/pi0.ts';
import type { CheckResult } from '../check-result.ts';
import type { ModuleSpec } from '../module-spec.ts';
import { readLibraries } from './libraries.ts';
import { loadAsSafetensors } from './load-as-safetensors.ts';
import type { OpenPiPlan } from './model-plan.ts';
import { hasReplacedFiles } from './replaced-files.ts';
import {
  describePrefixes,
  describeUnread,
  failedBefore,
  noTransformers,
  REACHED_WEIGHTS,
  subjectOf,
} from './result.ts';

/** The release that openpi copies its files over; its own check wants exactly this one. */
const RELEASE = '4.53.2';
const NOT_REPLACED =
  'ValueError: transformers_replace is not installed correctly. Please install it with `uv pip install transformers==4.53.2` and `cp -r ./src/openpi/models_pytorch/transformers_replace/* .venv/lib/python3.11/site-packages/transformers/`.';

/** π0 or π0.5 in openpi's names: `PI0Pytorch` and `safetensors.torch.load_model`, which is strict. */
export async function checkOpenPi(
  plan: OpenPiPlan,
  checkpoint: Checkpoint,
  environment: PythonEnvironment,
  source: string | undefined,
  onModel?: (model: ModuleSpec) => void,
): Promise<CheckResult> {
  const subject = subjectOf(
    checkpoint,
    environment,
    source,
    `${plan.config.pi05 ? 'π0.5' : 'π0'} (openpi's PI0Pytorch)`,
  );
  const libraries = await readLibraries(environment);
  if (!libraries) return failedBefore(subject, { importFailure: noTransformers(environment) });
  const evidence: Evidence[] = [
    { kind: 'checkpoint', place: plan.place, text: plan.config.pi05 ? 'π0.5' : 'π0' },
    ...libraries.evidence,
  ];
  const assumptions = [
    ...plan.assumptions,
    ...libraries.assumptions,
    ...describePrefixes(checkpoint),
    ...describeUnread(source, "openpi's own loading"),
    "Sizes of the model come from openpi's training config over there, by its name: it is taken to be the one that these tensors were made with.",
  ];
  const replaced = hasReplacedFiles(environment);
  if (replaced === false || libraries.transformers !== RELEASE) {
    const text =
      libraries.transformers === RELEASE
        ? "openpi's files are not copied over it: there is no models/siglip/check.py"
        : `transformers ${libraries.transformers}, openpi takes ${RELEASE} alone`;
    evidence.unshift({ kind: 'environment', place: libraries.known.place, text });
    return failedBefore(subject, { evidence, assumptions, constructionError: NOT_REPLACED });
  }
  if (replaced === undefined)
    assumptions.push(
      `That openpi's files are copied over transformers ${RELEASE} is assumed: there are no files to look at.`,
    );
  const model = pi0(plan.config, { transformers: RELEASE });
  onModel?.(model);
  return {
    ...subject,
    ...loadAsSafetensors(checkpoint.tensors, model, libraries.torch),
    config: [],
    evidence,
    assumptions,
    ...REACHED_WEIGHTS,
  };
}
