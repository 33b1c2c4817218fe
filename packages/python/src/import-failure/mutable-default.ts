import type { Node } from '../parse.ts';
import { annotatedFields, dataclassDecorator } from '../read-dataclasses.ts';
import { calleeName, keywordArguments } from '../syntax/calls.ts';
import { importedNames, resolveName } from '../syntax/imports.ts';
import type { Failure } from './import-failure.ts';
import { atLeast } from './python-version.ts';
import { type ClassLookup, type SourceFile, unhashableType } from './unhashable.ts';

/**
 * A dataclass whose field has a default without a hash: `@dataclass` refuses it from Python 3.11 on, a list, dict or
 * set in every Python (Lib/dataclasses.py, `_get_field`).
 */
export async function findMutableDefault(
  node: Node,
  python: string,
  at: SourceFile,
  lookup: ClassLookup,
): Promise<Failure | undefined> {
  if (node.type !== 'class_definition' || node.parent?.type !== 'decorated_definition') return undefined;
  const imports = importedNames(at.root);
  if (!dataclassDecorator(node, imports)) return undefined;
  const found: (Failure & { field: string })[] = [];
  for (const { name, type, value, line } of annotatedFields(node)) {
    // pseudo-fields are not looked at
    if (!value || /\b(ClassVar|InitVar)\b/.test(type.text)) continue;
    const isField =
      value.type === 'call' && resolveName(calleeName(value) ?? '', imports) === 'dataclasses.field';
    const given = isField ? keywordArguments(value).get('default') : value;
    const type_ = given && (await unhashableType(given, at, lookup));
    if (!type_ || (!type_.old && !atLeast(python, '3.11'))) continue;
    found.push({
      field: name,
      line,
      error: `ValueError: mutable default <class '${type_.printed}'> for field ${name} is not allowed: use default_factory`,
      pythons: type_.old ? {} : { from: '3.11' },
      text: value.parent?.text.split('\n')[0]?.trim() ?? value.text,
    });
  }
  const [first, ...rest] = found;
  if (!first) return undefined;
  const { field: _, ...failure } = first;
  return { ...failure, alsoAffected: rest.map(({ field }) => field) };
}
