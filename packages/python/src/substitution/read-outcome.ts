import { childrenOf, type Node, nodesOfType } from '../parse.ts';
import { keywordArguments } from '../syntax/calls.ts';
import { lastName } from '../syntax/dotted-name.ts';
import { namesOfImport } from '../syntax/imports.ts';
import { type Assignment, assignmentsIn, enclosingFunction, loopElements } from '../syntax/scopes.ts';
import { caughtTypes, type Exit, exitOf, handlerBlock } from './control-flow.ts';
import type { Attempt } from './read-attempts.ts';
import { loaderOfHelper, reassignedSubject, recursionIn } from './read-fallback.ts';
import { type Loader, type LoaderContext, loaderIn, sameThing } from './read-loader.ts';
import type { SubstitutedBy } from './substitution.ts';

/** What the handler leaves in the place of what was wanted. */
export interface Outcome {
  readonly how: SubstitutedBy;
  /** The expression that is there instead. */
  readonly node: Node | undefined;
  /** The part of it that names the thing. */
  readonly subject: Node | undefined;
  /** What is tried after it, in order. */
  readonly further?: readonly Node[];
}

/** Caught around a load, but never raised by one. */
const UNRELATED = /(^|\.)(Empty|Full|StopIteration|KeyboardInterrupt|CancelledError)$/;

const NONE: Outcome = { how: 'none', node: undefined, subject: undefined };

/** What a handler does about one attempt; undefined where it does not put anything else in its place. */
export function readOutcome(clause: Node, attempt: Attempt, context: LoaderContext): Outcome | undefined {
  const block = handlerBlock(clause);
  const statement = clause.parent;
  if (!block || !statement) return undefined;
  if (caughtTypes(clause).every((type) => UNRELATED.test(type))) return undefined;
  const exit = exitOf(childrenOf(block));
  if (exit === 'stops' || checkedLater(statement, attempt.target)) return undefined;
  const assigned = assignmentsIn(block).filter(({ target }) => target === attempt.target);
  switch (attempt.how) {
    case 'assigns':
      return (
        firstOther(assigned, attempt, context) ??
        helperFills(block, attempt, context) ??
        returnedLoader(block, attempt, context) ??
        nextCandidate(statement, exit, attempt) ??
        (exit === 'falls-through' ? fallbackAfter(statement, attempt, context) : undefined)
      );
    case 'loads-into': {
      if (assigned.length > 0) return firstOther(assigned, attempt, context);
      const again = nodesOfType(block, 'call').filter((call) => loadsInto(call, attempt.target));
      if (again.length > 0) return otherLoad(again, attempt);
      return staysRandom(clause, block, exit, attempt)
        ? { how: 'random-weights', node: undefined, subject: undefined }
        : undefined;
    }
    case 'returns':
      return (
        returned(nodesOfType(block, 'return_statement'), attempt, context) ??
        returnAfter(statement, exit, attempt, context)
      );
    case 'imports':
      return otherImport(block, attempt);
  }
}

function otherThan(value: Node, attempt: Attempt, context: LoaderContext): Outcome | undefined {
  if (value.type === 'none') return NONE;
  const again = recursionIn(value);
  if (again) return again.other && { how: 'other-thing', node: again.call, subject: again.other };
  const helped = value.type === 'call' ? loaderOfHelper(value, context) : undefined;
  const loader = helped ?? loaderIn(value, context);
  // a local path or the id itself in place of what was downloaded from it
  if (value.text === attempt.subject?.text) return undefined;
  if (!loader) return { how: 'other-thing', node: value, subject: value };
  if (attempt.loader && sameThing(loader, attempt.loader)) {
    const subject = reassignedSubject(loader);
    return subject && { how: 'other-thing', node: loader.call, subject };
  }
  const random =
    attempt.loader?.pretrained === true && !loader.pretrained && owner(loader) === owner(attempt.loader);
  return { how: random ? 'random-weights' : 'other-thing', node: loader.call, subject: loader.subject };
}

function owner({ callee }: Loader): string {
  return callee.replace(/\.from_\w+$/, '');
}

function firstOther(
  assigned: readonly Assignment[],
  attempt: Attempt,
  context: LoaderContext,
): Outcome | undefined {
  for (const { value } of assigned) {
    const outcome = otherThan(value, attempt, context);
    // `model = None` may be made good below the handler
    if (outcome) return outcome.how === 'none' ? (laterFill(value, attempt, context) ?? outcome) : outcome;
  }
  return undefined;
}

/** `for name in ["org/a", "org/b"]: try: …; break` goes on with the next one. */
function nextCandidate(statement: Node, exit: Exit, { subject }: Attempt): Outcome | undefined {
  const body = statement.childForFieldName('body');
  if (!subject || !body || exit === 'returns') return undefined;
  const [, next, ...further] = loopElements(subject, subject.text) ?? [];
  const ends = nodesOfType(statement, 'break_statement', 'return_statement').length > 0;
  return next && ends ? { how: 'other-thing', node: next, subject: next, further } : undefined;
}

/** `self._fallback()` in the handler, which assigns the target itself. */
function helperFills(block: Node, attempt: Attempt, context: LoaderContext): Outcome | undefined {
  if (!attempt.target.startsWith('self.')) return undefined;
  for (const statement of childrenOf(block)) {
    const [call] = childrenOf(statement);
    if (statement.type !== 'expression_statement' || call?.type !== 'call') continue;
    const loader = loaderOfHelper(call, context, attempt.target);
    if (loader && !(attempt.loader && sameThing(loader, attempt.loader)))
      return { how: 'other-thing', node: loader.call, subject: loader.subject };
  }
  return undefined;
}

/** The handler returns another thing of the same kind at once, where the `try` only assigns. */
function returnedLoader(block: Node, attempt: Attempt, context: LoaderContext): Outcome | undefined {
  for (const statement of nodesOfType(block, 'return_statement')) {
    const [value] = childrenOf(statement);
    if (!value || !(recursionIn(value) || loaderIn(value, context)?.what === attempt.loader?.what)) continue;
    const outcome = otherThan(value, attempt, context);
    if (outcome) return outcome;
  }
  return undefined;
}

function laterFill(value: Node, attempt: Attempt, context: LoaderContext): Outcome | undefined {
  let statement: Node | null = value;
  while (statement && statement.type !== 'try_statement') statement = statement.parent;
  return statement ? fallbackAfter(statement, attempt, context) : undefined;
}

function loadsInto(call: Node, target: string): boolean {
  const callee = call.childForFieldName('function');
  return lastName(callee) === 'load_state_dict' && callee?.childForFieldName('object')?.text === target;
}

function otherLoad(again: readonly Node[], attempt: Attempt): Outcome | undefined {
  const squeeze = (node: Node) => node.text.replace(/\s+/g, '');
  const other = again.find((call) => squeeze(call) !== squeeze(attempt.node));
  if (!other) return undefined;
  const loose = keywordArguments(other).get('strict')?.text === 'False';
  return { how: loose ? 'partial-weights' : 'other-thing', node: other, subject: undefined };
}

/** Nobody loads into it, nobody raises, and it is used afterwards: it keeps the weights that it was constructed with. */
function staysRandom(clause: Node, block: Node, exit: Exit, { target }: Attempt): boolean {
  if (exit === 'next-iteration') return false;
  if (exit === 'returns') {
    const values = nodesOfType(block, 'return_statement').map((node) => childrenOf(node)[0]);
    // `return False` tells the caller; a bare `return` tells nobody
    return values.every((value) => (value === undefined ? target.includes('.') : value.text === target));
  }
  if (target.startsWith('self.')) return true;
  const statement = clause.parent!;
  const scope = enclosingFunction(statement) ?? statement.tree.rootNode;
  const name = target.split('.')[0];
  return nodesOfType(scope, 'identifier').some(
    (node) => node.startIndex > statement.endIndex && node.text === name,
  );
}

function siblingsAfter(statement: Node): Node[] {
  const siblings: Node[] = [];
  for (let next = statement.nextNamedSibling; next; next = next.nextNamedSibling) siblings.push(next);
  return siblings;
}

/** `if not loaded: raise …` after the `try`, about the target or a flag that the `try` sets. */
function checkedLater(statement: Node, target: string): boolean {
  const flags = assignmentsIn(statement)
    .filter(({ value }) => /^(true|false|none|identifier)$/.test(value.type))
    .map((assignment) => assignment.target);
  return siblingsAfter(statement).some((sibling) => {
    if (sibling.type !== 'if_statement') return false;
    const condition = sibling.childForFieldName('condition')?.text ?? '';
    const body = sibling.childForFieldName('consequence');
    const about = [target, ...flags].some((name) => mentions(condition, name));
    return about && body !== null && exitOf(childrenOf(body)) === 'stops';
  });
}

function mentions(text: string, name: string): boolean {
  return new RegExp(`(?<![\\w.])${name.replace(/[^\w]/g, '\\$&')}(?![\\w])`).test(text);
}

/** `if model is None: model = …` after the `try`. */
function fallbackAfter(statement: Node, attempt: Attempt, context: LoaderContext): Outcome | undefined {
  for (const sibling of siblingsAfter(statement)) {
    if (sibling.type !== 'if_statement') continue;
    const condition = sibling.childForFieldName('condition')?.text ?? '';
    if (condition !== `not ${attempt.target}` && condition !== `${attempt.target} is None`) continue;
    for (const { target, value } of assignmentsIn(sibling)) {
      if (target === attempt.target && value.type !== 'none') return otherThan(value, attempt, context);
    }
  }
  return undefined;
}

function returned(returns: readonly Node[], attempt: Attempt, context: LoaderContext): Outcome | undefined {
  for (const statement of returns) {
    const [value] = childrenOf(statement);
    if (value === undefined || value.type === 'none') return NONE;
    if (!loaderIn(value, context) && !recursionIn(value) && !loaderOfHelper(value, context)) continue;
    const outcome = otherThan(value, attempt, context);
    if (outcome) return outcome;
  }
  return undefined;
}

/** `except: pass` and the other thing returned below. */
function returnAfter(
  statement: Node,
  exit: Exit,
  attempt: Attempt,
  context: LoaderContext,
): Outcome | undefined {
  if (exit !== 'falls-through') return undefined;
  const next = siblingsAfter(statement).find(({ type }) => type !== 'comment');
  return next?.type === 'return_statement' ? returned([next], attempt, context) : undefined;
}

function otherImport(block: Node, { target, node }: Attempt): Outcome | undefined {
  const wanted = namesOfImport(node).find(([local]) => local === target)?.[1];
  for (const statement of nodesOfType(block, 'import_from_statement')) {
    const other = namesOfImport(statement).find(([local]) => local === target)?.[1];
    // the same class from another module is the same class
    if (!other || other.split('.').at(-1) === wanted?.split('.').at(-1)) continue;
    return { how: 'other-thing', node: statement, subject: undefined };
  }
  return undefined;
}
