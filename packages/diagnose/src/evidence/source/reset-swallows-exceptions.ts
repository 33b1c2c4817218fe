import { findCalls, nodesOfType } from '@plumb/python';
import { detectionAt, perModule } from './detector.ts';
import { blockOf, LOOPS, loopAround } from './syntax.ts';

const id = 'reset-swallows-exceptions';

/**
 * A retry around `reset()` whose `finally` says `continue`: Python then drops whatever exception is under way, Ctrl-C
 * too, and the loop never ends (LIBERO, `envs/env_wrapper.py`).
 */
export const resetSwallowsExceptions = perModule(id, /\bfinally\b/, (module) =>
  nodesOfType(module.root, 'finally_clause').flatMap((clause) => {
    const body = clause.parent?.childForFieldName('body');
    const leave = nodesOfType(blockOf(clause), 'continue_statement', 'break_statement').find((node) => {
      // a loop of the clause itself may do as it likes
      const loop = loopAround(node);
      return loop && LOOPS.includes(loop.type) && loop.startIndex < clause.startIndex;
    });
    if (!body || !leave || findCalls(body, 'reset').length === 0) return [];
    return [detectionAt(id, module, clause, { keyword: leave.text })];
  }),
);
