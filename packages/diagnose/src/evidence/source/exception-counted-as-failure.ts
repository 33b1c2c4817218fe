import { lineOf, type Node, nodesOfType } from '@plumb/python';
import { detectionAt, perModule } from './detector.ts';
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
export const exceptionCountedAsFailure = perModule(id, ['.step('], (module) =>
  nodesOfType(module.root, 'except_clause').flatMap((clause) => {
    const body = clause.parent?.childForFieldName('body');
    const handler = blockOf(clause);
    if (!body || !steps(body) || givesUp(handler) || keepsError(handler)) return [];
    const episodes = episodeLoopAround(clause, handler);
    const record = episodes && recordOf(episodes, clause);
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

/** The loop that still records the episode once the handler is through. */
function episodeLoopAround(clause: Node, handler: Node): Node | undefined {
  const loops = ancestorsOf(clause).filter(({ type }) => LOOPS.includes(type));
  const leaves = nodesOfType(handler, 'break_statement', 'continue_statement', 'return_statement').find(
    (node) => node.type === 'return_statement' || loopAround(node)?.id === loops[0]?.id,
  );
  if (leaves?.type === 'return_statement') return undefined;
  // continue: the same loop goes on with its next turn, and this turn's record is skipped
  return leaves ? loops[1] : loops[0];
}

/** Where the episode is counted: a result kept or a number of episodes raised, after the handler and in its loop. */
function recordOf(episodes: Node, clause: Node): Node | undefined {
  const later = (node: Node) => node.startIndex > clause.endIndex && loopAround(node)?.id === episodes.id;
  return [
    ...nodesOfType(episodes, 'call').filter(
      (call) => methodOf(call) === 'append' && /success|done|result/i.test(call.text) && later(call),
    ),
    ...nodesOfType(episodes, 'augmented_assignment').filter(
      (node) =>
        /episode|trial|total|rollout/i.test(node.childForFieldName('left')?.text ?? '') && later(node),
    ),
  ].sort((a, b) => a.startIndex - b.startIndex)[0];
}

function keepsError(node: Node): boolean {
  return /\b(num_|n_)?(errors?|crash(ed|es)?|exceptions?|failed_with)\b["']?\s*(:|\+?=(?!=)|\.append)/i.test(
    node.text,
  );
}
