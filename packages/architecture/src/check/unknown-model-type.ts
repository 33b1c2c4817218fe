import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Node } from '@plumb/python';
import { isBefore } from '../version-order.ts';
import type { InstalledLibraries } from './libraries.ts';

/** What `AutoConfig.from_pretrained` raises for a model_type that the installed transformers does not know. */
export interface UnknownModelType {
  readonly error: string;
  /** Its own source, or undefined where the text comes from Plumb's table. */
  readonly place: string | undefined;
}

/** The words of the installed release from its own source; by version where there is no source (4.37 and later). */
export async function unknownModelTypeError(
  modelType: string,
  libraries: InstalledLibraries,
): Promise<UnknownModelType> {
  const folder = libraries.environment.packages.get('transformers')?.sitePackages;
  if (folder) {
    const place = join(folder, 'transformers', 'models', 'auto', 'configuration_auto.py');
    const text = await readFile(place, 'utf8').catch(() => '');
    const found = await readRaise(text, modelType);
    if (found) return { error: found.error, place: `${place}:${found.line}` };
  }
  return { error: byRelease(modelType, libraries.transformers), place: undefined };
}

const LOOKUP = 'CONFIG_MAPPING[config_dict["model_type"]]';

/** The f-string of the `raise` behind the look-up; undefined where it is built in any other way. */
async function readRaise(
  source: string,
  modelType: string,
): Promise<{ error: string; line: number } | undefined> {
  const lookup = source.indexOf(LOOKUP);
  const start = lookup < 0 ? -1 : source.indexOf('raise ', lookup);
  if (start < 0) return undefined;
  const { nodesOfType, parsePython } = await import('@plumb/python');
  // the statement alone: the whole file has a table of hundreds of names
  const end = source.indexOf('\n            return', start);
  const tree = await parsePython(source.slice(start, end < 0 ? undefined : end));
  try {
    const [raise] = nodesOfType(tree.rootNode, 'raise_statement');
    // the key inside of an interpolation is a string too
    const strings = raise
      ? nodesOfType(raise, 'string').filter(({ parent }) => parent?.type !== 'subscript')
      : [];
    const parts = strings.map((node) => spell(node, modelType));
    if (parts.length === 0 || parts.includes(undefined)) return undefined;
    return { error: parts.join(''), line: source.slice(0, start).split('\n').length };
  } finally {
    tree.delete();
  }
}

function spell(string: Node, modelType: string): string | undefined {
  let text = '';
  for (const child of string.namedChildren) {
    if (child?.type === 'string_content') text += child.text.replaceAll('\\n', '\n');
    else if (child?.type === 'interpolation') {
      if (!/^\{config_dict\[['"]model_type['"]\]\}$/.test(child.text)) return undefined;
      text += modelType;
    } else if (child?.type !== 'string_start' && child?.type !== 'string_end') return undefined;
  }
  return text;
}

function byRelease(modelType: string, transformers: string): string {
  const short =
    `The checkpoint you are trying to load has model type \`${modelType}\` but Transformers does not recognize this ` +
    'architecture. This could be because of an issue with the checkpoint, or because your version of Transformers is ' +
    'out of date.';
  if (isBefore(transformers, '4.48')) return short;
  return (
    `${short}\n\nYou can update Transformers with the command \`pip install --upgrade transformers\`. If this does not ` +
    'work, and the checkpoint is very new, then there may not be a release version that supports this model yet. In ' +
    'this case, you can get the most up-to-date code by installing Transformers from source with the command ' +
    '`pip install git+https://github.com/huggingface/transformers.git`'
  );
}
