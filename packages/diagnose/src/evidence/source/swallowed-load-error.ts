import { childrenOf, definedName, enclosingClass, findCalls, type Node, nodesOfType } from '@plumb/python';
import { detectionAt, perModule } from './detector.ts';
import {
  ancestorsOf,
  blockOf,
  caughtBy,
  givesUp,
  isBroad,
  methodOf,
  ownNodes,
  receiverOf,
  scopeOf,
  speaks,
} from './syntax.ts';

const id = 'swallowed-load-error';

/** Calls that bring weights, a processor or a tokenizer in. */
const LOADERS = [
  'torch.load',
  'load_state_dict',
  'from_pretrained',
  'load_state_dict_from_url',
  'load_checkpoint',
  'load_model',
  'load_file',
  'load_weights',
  'load_pretrained',
];

/**
 * A broad `except` around loading after which the program goes on with whatever there is: random weights, no image
 * processor. `what` is the thing that was loaded, `continues` says how it goes on. A handler that loads something else is `substitutes-model`.
 */
export const swallowedLoadError = perModule(
  id,
  /torch\.load|load_state_dict|from_pretrained|load_checkpoint|load_model|load_file|load_weights/,
  (module) =>
    nodesOfType(module.root, 'except_clause').flatMap((clause) => {
      const body = clause.parent?.childForFieldName('body');
      if (!body || !isBroad(clause)) return [];
      const [load] = findCalls(body, ...LOADERS);
      const handler = blockOf(clause);
      if (!load || givesUp(handler) || givesUpLater(clause) || findCalls(handler, ...LOADERS).length > 0)
        return [];
      if (putsAnother(load, handler) || callsAnother(handler) || isAskedLater(handler)) return [];
      const continues = howItGoesOn(handler);
      if (!continues) return [];
      return [
        detectionAt(id, module, clause, {
          loads: methodOf(load),
          what: whatIsLoaded(load),
          catches: caughtBy(clause).join(', ') || 'everything',
          continues,
          announced: speaks(handler),
        }),
      ];
    }),
);

/** The handler calls something else into the same place: `substitutes-model` looks at that. */
function putsAnother(load: Node, handler: Node): boolean {
  const assignment = ancestorsOf(load).find(({ type }) => type === 'assignment');
  const target = assignment?.childForFieldName('left')?.text;
  return nodesOfType(handler, 'assignment').some(
    (node) =>
      node.childForFieldName('left')?.text === target && node.childForFieldName('right')?.type === 'call',
  );
}

/**
 * The function that holds the handler, called again for another model, or a method that loads: `return load("other")`,
 * `self._fallback()`.
 */
function callsAnother(handler: Node): boolean {
  const scope = scopeOf(handler);
  const own = scope.type === 'function_definition' ? definedName(scope) : undefined;
  const owner = enclosingClass(handler);
  const methods = owner ? nodesOfType(owner, 'function_definition') : [];
  return nodesOfType(handler, 'call').some((call) => {
    const name = /^(?:self\.|cls\.)?(\w+)$/.exec(call.childForFieldName('function')?.text ?? '')?.[1];
    if (name === undefined) return false;
    if (name === own) return true;
    const helper = call.childForFieldName('function')?.type === 'attribute';
    return (
      helper && methods.some((each) => definedName(each) === name && findCalls(each, ...LOADERS).length > 0)
    );
  });
}

/** By the class that loads, or the name that it is given; weights where neither tells. */
function whatIsLoaded(load: Node): 'tokenizer' | 'processor' | 'weights' {
  const target = ancestorsOf(load)
    .find(({ type }) => type === 'assignment')
    ?.childForFieldName('left')?.text;
  const names = `${receiverOf(load)?.text ?? ''} ${target ?? ''}`;
  if (/tokenizer/i.test(names)) return 'tokenizer';
  return /processor|feature_?extractor/i.test(names) ? 'processor' : 'weights';
}

/** `cfg = None`, and `if cfg is None` behind the `try`: the program knows what to do without. */
function isAskedLater(handler: Node): boolean {
  const scope = scopeOf(handler);
  return nodesOfType(handler, 'assignment').some((node) => {
    const [target, value] = [node.childForFieldName('left'), node.childForFieldName('right')];
    if (target?.type !== 'identifier' || value?.type !== 'none') return false;
    return ownNodes(scope, 'comparison_operator').some(
      (test) =>
        test.startIndex > handler.endIndex && new RegExp(`^${target.text} is (not )?None$`).test(test.text),
    );
  });
}

/** One way of several was tried: where none works, a `raise` stands behind the last. */
function givesUpLater(clause: Node): boolean {
  const [body, statement] = [clause.parent?.childForFieldName('body'), clause.parent];
  if (!body || !statement || nodesOfType(body, 'return_statement').length === 0) return false;
  return ancestorsOf(clause).some(
    (block) =>
      block.type === 'block' &&
      childrenOf(block).some(
        (each) => each.type === 'raise_statement' && each.startIndex > statement.endIndex,
      ),
  );
}

/** The error is kept for somebody to see: `errors[name] = e`. */
function keepsError(assignment: Node): boolean {
  return /format_exc\(|\b(e|ex|exc|err|error)\b/.test(assignment.childForFieldName('right')?.text ?? '');
}

/** Undefined where the caller is told. */
function howItGoesOn(handler: Node): string | undefined {
  const [leaves] = nodesOfType(handler, 'return_statement');
  if (leaves) {
    const value = childrenOf(leaves)[0];
    // `return False` and an error object are answers that a caller can see
    if (value && /^(False|1|-1|e|err|error|ex|exc)$|[Ee]rror/.test(value.text)) return undefined;
    return value ? `returns ${value.text.slice(0, 60)}` : 'returns nothing';
  }
  const statements = childrenOf(handler);
  const assigned = statements
    .map((statement) => childrenOf(statement)[0])
    .find((node) => node?.type === 'assignment');
  if (assigned && keepsError(assigned)) return undefined;
  if (assigned) return `sets ${assigned.text.replace(/\s+/g, ' ').slice(0, 60)}`;
  const leaving = statements.find(({ type }) => type === 'continue_statement' || type === 'break_statement');
  if (leaving) return leaving.text === 'continue' ? 'skips to the next' : 'leaves the loop';
  return speaks(handler) ? 'prints and goes on' : 'goes on in silence';
}
