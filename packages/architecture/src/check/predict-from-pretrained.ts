import type { TensorShape } from '@plumb/contract';
import type { Libraries } from '../architectures/decoder.ts';
import type { LoadPrediction } from '../load-prediction.ts';
import type { ModuleSpec } from '../module-spec.ts';
import { predictLoad } from '../predict-load.ts';
import { tiedNames } from './describe-ties.ts';
import { renameAsLibrary } from './rename-as-library.ts';

/**
 * What `from_pretrained` makes of a file: names renamed as the library renames them, then names and shapes. Missing
 * names are the model's, unexpected ones the file's; neither raises. Another shape does.
 */
export function predictFromPretrained(
  tensors: readonly TensorShape[],
  model: ModuleSpec,
  libraries: Libraries,
  torchVersion: string | undefined,
): LoadPrediction {
  const { tensors: renamed, missingPrefix } = renameAsLibrary(tensors, model, libraries);
  const saved = new Map(renamed.map(({ name, saved }) => [name, saved]));
  const prediction = predictLoad(renamed, model, { strict: false, torchVersion });
  const tied = tiedNames(model);
  const missing = new Set(prediction.missing);
  // a tied head is the embedding: either name stands for both
  const given = new Set([...tied].flatMap((pair) => (pair.every((name) => missing.has(name)) ? [] : pair)));
  return {
    ...prediction,
    missing: prediction.missing.filter((name) => !given.has(name)).map((name) => missingPrefix + name),
    unexpected: [...new Set(prediction.unexpected.map((name) => saved.get(name) ?? name))],
  };
}
