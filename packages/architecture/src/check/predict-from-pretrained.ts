import type { TensorShape } from '@plumb/contract';
import type { Libraries } from '../architectures/decoder.ts';
import type { LoadPrediction } from '../load-prediction.ts';
import { type ModuleSpec, visitTensors } from '../module-spec.ts';
import { predictLoad } from '../predict-load.ts';
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
  return {
    ...prediction,
    // a tied head is the embedding, and missing where that is
    missing: prediction.missing
      .filter((name) => {
        const source = tied.get(name);
        return source === undefined || missing.has(source);
      })
      .map((name) => missingPrefix + name),
    unexpected: [...new Set(prediction.unexpected.map((name) => saved.get(name) ?? name))],
  };
}

function tiedNames(model: ModuleSpec): Map<string, string> {
  const tied = new Map<string, string>();
  visitTensors(model, '', (name, tensor) => {
    if (tensor.tiedTo !== undefined) tied.set(name, tensor.tiedTo);
  });
  return tied;
}
