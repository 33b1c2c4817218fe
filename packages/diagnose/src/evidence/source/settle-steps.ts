import { childrenOf, definedName, type Node, nodesOfType, positionalArguments } from '@plumb/python';
import { detectionAt, type Module, perModule } from './detector.ts';
import { callsOn, isEnvironmentName } from './environment-calls.ts';
import { knownValue } from './known-value.ts';
import { ancestorsOf, assignmentsTo, loopAround, methodOf, receiverOf, scopeOf } from './syntax.ts';

const id = 'settle-steps';

/**
 * Steps with a constant action after the start state, before the policy acts: `steps` and `action`. LIBERO's own
 * evaluation takes 5 of zeros, OpenVLA and openpi 10 that hold the gripper open; objects may still fall meanwhile.
 */
export const settleSteps = perModule(id, /env\w*\.step\(/i, (module) => {
  const loops = new Map<number, { loop: Node; step: Node }>();
  const singles: Node[] = [];
  for (const call of nodesOfType(module.root, 'call')) {
    if (methodOf(call) !== 'step' || !isEnvironmentName(receiverOf(call)?.text ?? '')) continue;
    const action = positionalArguments(call)[0];
    if (!action || constantAction(action, module) === undefined) continue;
    const around = waitsIn(call);
    if (around) loops.set(around.id, { loop: around, step: call });
    else singles.push(call);
  }
  return [...loops.values()].map(({ loop, step }) => {
    const count = countOf(loop, module);
    const before = singles.filter((call) => isSibling(call, loop)).length;
    const steps = typeof count === 'number' ? count + before : before > 0 ? `${before} + ${count}` : count;
    const action = constantAction(positionalArguments(step)[0]!, module)!;
    return detectionAt(id, module, loop, { steps, action });
  });
});

/** `for _ in range(n)` that does nothing else to the environment, or `if t < n:` inside the loop over steps. */
function waitsIn(call: Node): Node | undefined {
  const environment = receiverOf(call)!.text;
  return ancestorsOf(call).find((node) => {
    if (node.type === 'for_statement') {
      const others = callsOn(node, environment).filter((each) => each.call.id !== call.id);
      return (
        rangeOf(node) !== undefined && !others.some(({ kind }) => /^(sets-state|resets|steps)$/.test(kind))
      );
    }
    return (
      node.type === 'if_statement' && /^\w+ < [\w.]+$/.test(node.childForFieldName('condition')?.text ?? '')
    );
  });
}

function countOf(around: Node, module: Module): number | string {
  const bound =
    around.type === 'for_statement' ? rangeOf(around) : childrenOf(around.childForFieldName('condition')!)[1];
  const value = knownValue(bound, module);
  return typeof value === 'number' ? value : (bound?.text ?? '?');
}

function rangeOf(loop: Node): Node | undefined {
  const iterated = loop.childForFieldName('right');
  if (iterated?.type !== 'call' || methodOf(iterated) !== 'range') return undefined;
  const bounds = positionalArguments(iterated);
  return bounds.length === 1 ? bounds[0] : undefined;
}

/** A step before the loop in the same block. */
function isSibling(call: Node, loop: Node): boolean {
  const statement = ancestorsOf(call).find(({ type }) => type === 'expression_statement');
  return (
    statement?.parent?.id === loop.parent?.id &&
    call.endIndex < loop.startIndex &&
    loopAround(call)?.id === loopAround(loop)?.id
  );
}

/** What the action is, in words or as written; undefined where a policy may have made it. */
function constantAction(action: Node, module: Module): string | undefined {
  if (action.type === 'identifier') {
    const given = [scopeOf(action), module.root].flatMap((scope) => assignmentsTo(scope, action.text));
    return given.length === 1 ? constantAction(given[0]!.value, module) : undefined;
  }
  if (action.type === 'call') {
    if (/^(np|numpy|torch)\.zeros$/.test(action.childForFieldName('function')?.text ?? '')) return 'zeros';
    if (/^(np|numpy|torch)\.(array|asarray|tensor)$/.test(action.childForFieldName('function')?.text ?? '')) {
      const [value] = positionalArguments(action);
      return value && constantAction(value, module);
    }
    return /dummy|noop|no_op|null_action/i.test(methodOf(action))
      ? returned(methodOf(action), module)
      : undefined;
  }
  if (/^[[\]\d\s.,*+-]+$/.test(action.text) && /\d/.test(action.text)) {
    const text = action.text.replace(/\s+/g, ' ');
    return /[1-9]/.test(text.replace(/\*\s*\d+/g, '')) ? text : 'zeros';
  }
  return undefined;
}

/** What a helper returns, where this file holds it. */
function returned(name: string, module: Module): string {
  const helper = nodesOfType(module.root, 'function_definition').find((each) => definedName(each) === name);
  const values = helper ? nodesOfType(helper, 'return_statement').map((node) => childrenOf(node)[0]) : [];
  const value = values.length === 1 && values[0] ? constantAction(values[0], module) : undefined;
  return value ?? `${name}()`;
}
