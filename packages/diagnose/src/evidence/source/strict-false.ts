import { argumentOf, findCalls, type Node, nodesOfType } from '@plumb/python';
import { assignmentsTo, scopeOf } from './syntax.ts';

/** Calls of `load_state_dict(…, strict=False)`. */
export function looseLoads(root: Node): Node[] {
  return findCalls(root, 'load_state_dict').filter((call) => argumentOf(call, 'strict', 1)?.type === 'false');
}

/**
 * Whether the state dict that is loaded was filtered by shape before: then nothing is left that could mismatch, and
 * `strict=False` does what was meant.
 */
export function filtersByShape(call: Node): boolean {
  const source = argumentOf(call, 'state_dict', 0);
  if (!source) return false;
  const scope = scopeOf(call);
  const made = [source, ...assignmentsTo(scope, source.text).map(({ value }) => value)];
  if (made.some(comparesShapes)) return true;
  // for k in list(state_dict): if state_dict[k].shape != own[k].shape: del state_dict[k]
  return nodesOfType(scope, 'if_statement').some((test) => {
    const condition = test.childForFieldName('condition');
    return condition && comparesShapes(condition) && test.text.includes(source.text);
  });
}

function comparesShapes(node: Node): boolean {
  const compared = node.type === 'comparison_operator' ? [node] : nodesOfType(node, 'comparison_operator');
  return compared.some(({ text }) => /\.(shape|size\(\))/.test(text) && /[!=]=/.test(text));
}
