import { childrenOf, type Node, nodesOfType, positionalArguments } from '@plumb/python';
import type { Detection } from '../../facts.ts';
import { constantAction, resolveHelper } from './constant-action.ts';
import { detectionAt, type Module, type SourceDetector } from './detector.ts';
import { callsOn, isEnvironmentName } from './environment-calls.ts';
import { knownValue } from './known-value.ts';
import { ancestorsOf, loopAround, methodOf, receiverOf } from './syntax.ts';

const id = 'settle-steps';

/**
 * Steps with a constant action after the start state, before the policy acts: `steps` and `action`. LIBERO's own
 * evaluation takes 5 of zeros, OpenVLA and openpi 10 that hold the gripper open; objects may still fall meanwhile.
 */
export const settleSteps: SourceDetector = {
  id,
  contains: /env\w*\.step\(/i,
  async detect(modules, tree) {
    const found: Detection[] = [];
    for (const module of modules) {
      for (const { loop, step, before } of waits(module)) {
        const count = countOf(loop, module);
        const steps =
          typeof count === 'number' ? count + before : before > 0 ? `${before} + ${count}` : count;
        const action = await resolveHelper(constantAction(actionOf(step)!, module)!, tree);
        found.push(detectionAt(id, module, loop, { steps, action }));
      }
    }
    return found;
  },
};

interface Wait {
  readonly loop: Node;
  readonly step: Node;
  /** Steps of the same kind before the loop. */
  readonly before: number;
}

function waits(module: Module): Wait[] {
  const loops = new Map<number, { loop: Node; step: Node }>();
  const singles: Node[] = [];
  for (const call of nodesOfType(module.root, 'call')) {
    if (methodOf(call) !== 'step' || !isEnvironmentName(receiverOf(call)?.text ?? '')) continue;
    const action = actionOf(call);
    if (!action || constantAction(action, module) === undefined) continue;
    const loop = waitsIn(call);
    if (loop) loops.set(loop.id, { loop, step: call });
    else singles.push(call);
  }
  return [...loops.values()].map(({ loop, step }) => ({
    loop,
    step,
    before: singles.filter((call) => isSibling(call, loop)).length,
  }));
}

function actionOf(step: Node): Node | undefined {
  return positionalArguments(step)[0];
}

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
