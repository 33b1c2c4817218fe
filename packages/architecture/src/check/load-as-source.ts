import type { Evidence, TensorShape } from '@plumb/contract';
import type { LoadPrediction } from '../load-prediction.ts';
import type { ModuleSpec } from '../module-spec.ts';
import { predictLoad } from '../predict-load.ts';
import type { LoadCall } from './find-load-calls.ts';
import { type ModelSource, sourceEvidence } from './read-source.ts';

export interface SourcedLoad {
  readonly prediction: LoadPrediction;
  readonly evidence: readonly Evidence[];
  readonly assumptions: readonly string[];
}

/**
 * The load as the source calls it: its `strict`, and the second try of its handler. The error is that of the first
 * call; where the second goes through, the program goes on with what is missing.
 */
export function loadAsSource(
  tensors: readonly TensorShape[],
  model: ModuleSpec,
  torchVersion: string | undefined,
  source: ModelSource | undefined,
): SourcedLoad {
  const load = (strict: boolean) => predictLoad(tensors, model, { strict, torchVersion });
  if (!source?.load)
    return {
      prediction: load(true),
      evidence: [],
      assumptions: [
        source
          ? `No file of ${source.path} constructs ${model.className} and loads into it: strict=True is assumed, PyTorch's default.`
          : "No source says how it loads: strict=True is assumed, PyTorch's default.",
      ],
    };
  const { first, retry } = source.load;
  const prediction = load(first.strict ?? true);
  const at = (call: LoadCall, text: string) => sourceEvidence(source, call.file, call.line, text);
  const evidence = [at(first, first.text)];
  const assumptions =
    first.strict === undefined ? [`strict= is computed at ${evidence[0]!.place}: True is assumed.`] : [];
  if (prediction.loads || !retry) return { prediction, evidence, assumptions };
  const second = load(retry.strict ?? true);
  if (!second.loads) {
    const reason = `${second.mismatched.length} size mismatches, which strict=False does not skip`;
    evidence.push(at(retry, `${retry.text}, tried next, raises too: ${reason}`));
    return { prediction, evidence, assumptions };
  }
  evidence.push(at(retry, `${retry.text} is tried after the error and goes through`));
  const left = `${second.missing.length} tensors keep their random values, ${second.unexpected.length} are dropped`;
  assumptions.push(`The first load raises, the handler at line ${retry.handlerLine} is taken: ${left}.`);
  return { prediction: second, evidence, assumptions };
}
