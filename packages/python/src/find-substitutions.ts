import { childrenOf, endLineOf, lineOf, type Node, nodesOfType } from './parse.ts';
import { type Dataclass, readDataclasses } from './read-dataclasses.ts';
import type { SourceTree } from './source-tree.ts';
import { caughtTypes } from './substitution/control-flow.ts';
import { type Attempt, readAttempts } from './substitution/read-attempts.ts';
import type { LoaderContext } from './substitution/read-loader.ts';
import { type Outcome, readOutcome } from './substitution/read-outcome.ts';
import { resolveLiteral } from './substitution/resolve-literal.ts';
import type { ModelSubstitution, NamedThing } from './substitution/substitution.ts';
import { torchModules } from './substitution/torch-modules.ts';
import { importedNames } from './syntax/imports.ts';
import { definedName, enclosingClass, enclosingFunction } from './syntax/scopes.ts';

interface Context extends LoaderContext {
  readonly file: string;
  readonly root: Node;
  readonly dataclasses: readonly Dataclass[];
}

/**
 * Handlers that put another model, tokenizer or weights in the place of those that could not be had, and go on: the
 * checkpoint then meets an architecture that nobody asked for. A handler that raises, or that tries the same again, is
 * none; nor is an optional import behind a flag.
 */
export async function findSubstitutions(tree: SourceTree): Promise<ModelSubstitution[]> {
  const found: ModelSubstitution[] = [];
  const modules = await torchModules(tree);
  const dataclasses = await readDataclasses(tree);
  for (const file of tree.files) {
    if (!/\bexcept\b/.test(await tree.readText(file))) continue;
    const { rootNode: root } = await tree.parse(file);
    const statements = nodesOfType(root, 'try_statement');
    if (statements.length === 0) continue;
    const context: Context = { file, root, dataclasses, modules, imports: importedNames(root) };
    for (const statement of statements) {
      for (const attempt of readAttempts(statement, context)) {
        const one = substitutionOf(statement, attempt, context);
        // one `try` may load the same target in several steps
        if (one && !found.some((other) => other.file === file && sameSpot(other, one))) found.push(one);
      }
    }
  }
  return found;
}

function sameSpot(a: ModelSubstitution, b: ModelSubstitution): boolean {
  return a.line === b.line && a.target === b.target;
}

function substitutionOf(statement: Node, attempt: Attempt, context: Context): ModelSubstitution | undefined {
  const clauses = childrenOf(statement)
    .filter(({ type }) => type === 'except_clause')
    .map((clause) => ({ clause, outcome: readOutcome(clause, attempt, context) }))
    .filter((entry): entry is { clause: Node; outcome: Outcome } => entry.outcome !== undefined);
  const [first] = clauses;
  if (!first) return undefined;
  return {
    file: context.file,
    line: lineOf(statement),
    endLine: endLineOf(statement),
    handlerLine: lineOf(first.clause),
    what: attempt.what,
    target: attempt.target,
    within: placeWithin(statement),
    wanted: wantedOf(attempt, context),
    built: builtOf(first.outcome, attempt, context),
    catches: clauses.flatMap(({ clause }) => caughtTypes(clause)),
  };
}

function wantedOf({ subject, loader, node }: Attempt, context: Context): NamedThing {
  return subject ? resolveLiteral(subject, context) : { text: oneLine(loader?.call ?? node) };
}

function builtOf(
  { how, node, subject, further = [] }: Outcome,
  attempt: Attempt,
  context: Context,
): ModelSubstitution['built'] {
  if (how === 'none') return { how, text: 'None' };
  if (how === 'random-weights' && !node)
    return { how, text: `${attempt.target} as constructed, without weights` };
  // several in turn: no one literal, since nobody knows which of them it came to
  if (subject && further.length > 0) {
    const names = [subject, ...further].map((each) => resolveLiteral(each, context));
    return { how, text: names.map(({ literal, text }) => literal ?? text).join(' or ') };
  }
  const { text: _, ...literal } = subject ? resolveLiteral(subject, context) : { text: '' };
  return { how, text: node ? oneLine(node) : '', ...literal };
}

function oneLine(node: Node): string {
  return node.text
    .replace(/\s+/g, ' ')
    .replace(/([([{]) /g, '$1')
    .replace(/,? ([)\]}])/g, '$1');
}

function placeWithin(node: Node): string {
  const names = [enclosingClass(node), enclosingFunction(node)].flatMap((one) =>
    one ? [definedName(one)] : [],
  );
  return names.join('.');
}
