import {
  argumentOf,
  calleeName,
  hasSplat,
  importedNames,
  keywordArguments,
  nodesOfType,
  resolveName,
} from '@plumb/python';
import { detectionAt, type Module, perModule } from './detector.ts';

const id = 'weights-only-false';

/**
 * Files opened as full pickles: whoever writes the file runs code here.
 * `kind`: `weights_only=False`, `torch.load` (safe by default only since PyTorch 2.6), or the pickle module used.
 */
export const weightsOnlyFalse = perModule(id, /\bload\(|\bimport\b[^\n]*\bload\b/, (module) => {
  const imports = importedNames(module.root);
  return nodesOfType(module.root, 'call').flatMap((call) => {
    const kind = kindOf(call, imports);
    const source = argumentOf(call, 'f', 0);
    // bytes made in this process are not a file from elsewhere
    if (!kind || !source || /(^|\.)BytesIO\(/.test(source.text)) return [];
    return [detectionAt(id, module, call, { kind, file: source.text })];
  });
});

function kindOf(call: Module['root'], imports: ReadonlyMap<string, string>): string | undefined {
  const name = resolveName(calleeName(call) ?? '', imports);
  if (/^(_?c?[pP]ickle5?|dill|joblib|cloudpickle)\.load$/.test(name)) return name;
  if (name !== 'torch.load') return undefined;
  const weightsOnly = keywordArguments(call).get('weights_only');
  if (weightsOnly) return weightsOnly.type === 'false' ? 'weights_only=False' : undefined;
  // **kwargs may hold it
  return hasSplat(call) ? undefined : 'torch.load';
}
