import { lineOf, type Node } from '@plumb/python';
import { detectionAt, perModule } from './detector.ts';
import { callsOn, type EnvironmentCall, stateSettings } from './environment-calls.ts';
import { ancestorsOf, holds, ownNodes, scopeOf } from './syntax.ts';

const id = 'state-discarded-by-reset';

/**
 * A stored state is set, and the next thing done to the environment is `reset()`: the episode starts elsewhere.
 * LIBERO's order is `reset()`, then `set_init_state()`.
 */
export const stateDiscardedByReset = perModule(id, /set_init_state|set_state|regenerate_obs/, (module) =>
  stateSettings(module).flatMap(({ call, environment, scope }) => {
    const calls = callsOn(scope, environment).filter((each) => scopeOf(each.call).id === scope.id);
    const next = calls.find((each) => each.call.startIndex > call.endIndex && each.kind !== 'seeds');
    if (next?.kind !== 'resets' || !alwaysFollows(call, next) || readsBetween(scope, call, next.call))
      return [];
    return [detectionAt(id, module, call, { environment, resetLine: lineOf(next.call) })];
  }),
);

/** Whether every way from `call` reaches the reset: not in another branch, not in the loop's next turn, not after a return. */
function alwaysFollows(call: Node, next: EnvironmentCall): boolean {
  const around = ancestorsOf(next.call).filter((node) => !holds(node, call));
  const conditional = around.some(({ type }) =>
    /^(if_statement|elif_clause|else_clause|except_clause|conditional_expression|boolean_operator|case_clause)$/.test(
      type,
    ),
  );
  if (conditional) return false;
  // after the loop that sets the state: the last turn has used it
  const leavesLoop = ancestorsOf(call).some(
    (node) => /^(for|while)_statement$/.test(node.type) && !holds(node, next.call),
  );
  const between = ownNodes(
    scopeOf(call),
    'return_statement',
    'raise_statement',
    'continue_statement',
    'break_statement',
  );
  return (
    !leavesLoop &&
    !between.some((node) => node.startIndex > call.endIndex && node.endIndex < next.call.startIndex)
  );
}

/** Whether the observation of the state is used before the reset. */
function readsBetween(scope: Node, call: Node, reset: Node): boolean {
  const assignment = ancestorsOf(call).find(({ type }) => type === 'assignment');
  if (!assignment) return call.parent?.type !== 'expression_statement';
  const name = assignment.childForFieldName('left')?.text;
  return ownNodes(scope, 'identifier').some(
    (node) =>
      node.text === name &&
      node.startIndex > assignment.endIndex &&
      node.endIndex < resetStatement(reset).startIndex,
  );
}

function resetStatement(reset: Node): Node {
  return ancestorsOf(reset).find(({ type }) => type === 'expression_statement') ?? reset;
}
