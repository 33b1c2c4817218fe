import { definedName, dottedName, findCalls, lineOf, type Node, nodesOfType } from '@plumb/python';
import { detectionAt, type Module, perModule } from './detector.ts';
import { callsOn, isEnvironmentName, stateSettings } from './environment-calls.ts';
import { ancestorsOf, LOOPS, methodOf, receiverOf } from './syntax.ts';

const id = 'no-reset-between-episodes';

/**
 * Episodes that only set a stored state. robosuite counts its steps up to `horizon` (1000 in LIBERO) across
 * `set_init_state`; only `reset()` clears the count (robosuite 1.4.0, `environments/base.py`).
 */
export const noResetBetweenEpisodes = perModule(id, /set_init_state|regenerate_obs_from_state/, (module) => {
  const seen = new Set<number>();
  return stateSettings(module).flatMap(({ call, environment }) => {
    const loops = ancestorsOf(call).filter(({ type }) => LOOPS.includes(type));
    const episodes = loops.find((loop) => stepsIn(loop, environment));
    if (!episodes || seen.has(episodes.id)) return [];
    seen.add(episodes.id);
    if (loops.some((loop) => resetsIn(loop, environment, module)) || builtIn(episodes, environment, call))
      return [];
    return [detectionAt(id, module, call, { environment, loopLine: lineOf(episodes) })];
  });
});

function stepsIn(loop: Node, environment: string): boolean {
  return callsOn(loop, environment).some(
    ({ kind, call }) => kind === 'steps' || (kind === 'uses' && isHanded(call, environment)),
  );
}

function isHanded(call: Node, environment: string): boolean {
  return !(dottedName(call.childForFieldName('function')) ?? '').startsWith(`${environment}.`);
}

/** In the loop itself, or by a function of this file that the loop calls. */
function resetsIn(loop: Node, environment: string, module: Module): boolean {
  const direct = callsOn(loop, environment);
  if (direct.some(({ kind, call }) => kind === 'resets' || /reset/i.test(methodOf(call)))) return true;
  const called = new Set(nodesOfType(loop, 'call').map(methodOf));
  return nodesOfType(module.root, 'function_definition').some(
    (each) =>
      called.has(definedName(each)) &&
      findCalls(each, 'reset').some((call) => isEnvironmentName(dottedName(receiverOf(call)) ?? '')),
  );
}

/** A new environment for each episode starts its count at 0. */
function builtIn(loop: Node, environment: string, call: Node): boolean {
  return nodesOfType(loop, 'assignment').some((node) => {
    if (node.childForFieldName('left')?.text !== environment || node.startIndex > call.startIndex)
      return false;
    const between = ancestorsOf(node).filter(
      (each) => each.startIndex > loop.startIndex && each.id !== loop.id,
    );
    return !between.some(({ type }) => /^(if_statement|else_clause|elif_clause|except_clause)$/.test(type));
  });
}
