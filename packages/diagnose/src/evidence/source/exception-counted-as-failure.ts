import {
  definedName,
  enclosingFunction,
  lastName,
  lineOf,
  type Node,
  nodesOfType,
  stringValue,
} from '@plumb/python';
import { detectionAt, type Module, perModule } from './detector.ts';
import { isEnvironmentName } from './environment-calls.ts';
import {
  ancestorsOf,
  blockOf,
  caughtBy,
  givesUp,
  LOOPS,
  loopAround,
  methodOf,
  receiverOf,
} from './syntax.ts';

const id = 'exception-counted-as-failure';

/**
 * An error while an episode runs only ends the episode, which is then counted like any other: a crash looks like a
 * failed task. Silent where the record keeps the error.
 */
export const exceptionCountedAsFailure = perModule(id, /env\w*\.step\(/i, (module) =>
  nodesOfType(module.root, 'except_clause').flatMap((clause) => {
    const body = clause.parent?.childForFieldName('body');
    const handler = blockOf(clause);
    if (!body || !steps(body) || givesUp(handler) || keepsError(handler)) return [];
    // somebody stopped the program, nothing broke
    if (caughtBy(clause).every((name) => name === 'KeyboardInterrupt') && caughtBy(clause).length > 0)
      return [];
    const record = recordOf(loopsAfter(clause, handler), clause) ?? recordOfCaller(clause, handler, module);
    if (!record || keepsError(record)) return [];
    return [
      detectionAt(id, module, clause, {
        catches: caughtBy(clause).join(', ') || 'everything',
        countedLine: lineOf(record),
      }),
    ];
  }),
);

function steps(body: Node): boolean {
  return nodesOfType(body, 'call').some(
    (call) => methodOf(call) === 'step' && isEnvironmentName(receiverOf(call)?.text ?? ''),
  );
}

/** Loops that still go on once the handler is through, the innermost first. */
function loopsAfter(clause: Node, handler: Node): Node[] {
  const loops = ancestorsOf(clause).filter(({ type }) => LOOPS.includes(type));
  if (nodesOfType(handler, 'return_statement').length > 0) return [];
  const leaves = nodesOfType(handler, 'break_statement', 'continue_statement').some(
    (node) => loopAround(node)?.id === loops[0]?.id,
  );
  // break and continue alike skip what stands behind the handler in their own loop
  return leaves ? loops.slice(1) : loops;
}

/** The function goes on to return, and whoever calls it in a loop counts the episode (OpenVLA-OFT's `run_episode`). */
function recordOfCaller(clause: Node, handler: Node, module: Module): Node | undefined {
  const episode = enclosingFunction(clause);
  if (!episode || nodesOfType(handler, 'return_statement').length > 0) return undefined;
  // a function with its own loop over episodes returns a rate: see rate-over-requested
  if (ancestorsOf(clause).some(({ type }) => type === 'for_statement')) return undefined;
  const name = definedName(episode);
  const calls = nodesOfType(module.root, 'call').filter(
    (call) => methodOf(call) === name && loopAround(call),
  );
  return calls.map((call) => recordOf([loopAround(call)!], call)).find((record) => record !== undefined);
}

/** Where the episode is counted: a result kept or a number of episodes raised, after the handler. */
function recordOf(loops: readonly Node[], clause: Node): Node | undefined {
  for (const loop of loops) {
    const later = (node: Node) => node.startIndex > clause.endIndex && loopAround(node)?.id === loop.id;
    const [first] = [
      ...nodesOfType(loop, 'call').filter(
        (call) => methodOf(call) === 'append' && /success|done|result/i.test(call.text) && later(call),
      ),
      ...nodesOfType(loop, 'augmented_assignment').filter(
        (node) =>
          /episode|trial|total|rollout/i.test(node.childForFieldName('left')?.text ?? '') && later(node),
      ),
    ].sort((a, b) => a.startIndex - b.startIndex);
    if (first) return first;
  }
  return undefined;
}

const ERROR = /^(num_|n_)?(errors?|crash(ed|es)?|exceptions?|failed_with|traceback)(_|$)/i;

/** A key, a keyword or a counter that tells errors from failures. */
function keepsError(node: Node): boolean {
  const keys = nodesOfType(node, 'pair').map((pair) => stringValue(pair.childForFieldName('key')));
  const keywords = nodesOfType(node, 'keyword_argument').map((each) => each.childForFieldName('name')?.text);
  const targets = nodesOfType(node, 'augmented_assignment', 'assignment').map((each) =>
    lastName(each.childForFieldName('left')),
  );
  const lists = nodesOfType(node, 'call')
    .filter((call) => methodOf(call) === 'append')
    .map((call) => lastName(receiverOf(call)));
  return [...keys, ...keywords, ...targets, ...lists].some((name) => name !== undefined && ERROR.test(name));
}
