import type { Node } from '@plumb/python';
import { evaluate } from './expression.ts';
import type { MethodScope } from './method-scope.ts';
import { type Atom, CONSTANT, collapse, combine } from './value.ts';

/** What `a * b`, `a + b`, … depends on, with the literal factors that make a dependence weak. */
export function operationOf(node: Node, scope: MethodScope): Atom {
  const operator = node.childForFieldName('operator')?.text;
  const a = collapse(evaluate(node.childForFieldName('left')!, scope));
  const b = collapse(evaluate(node.childForFieldName('right')!, scope));
  if (operator === '+') return sumOf(a, b, node);
  const factor = factorIn(operator, a, b);
  // 0 * x.sum() keeps a graph alive and says nothing
  if (factor === 0) return CONSTANT;
  const product = combine(a, b);
  return factor !== undefined && product.dependence === 'full' ? { ...product, factor } : product;
}

function factorIn(operator: string | undefined, a: Atom, b: Atom): number | undefined {
  if (operator === '*' && typeof a.literal === 'number') return Math.abs(a.literal);
  if (typeof b.literal !== 'number') return undefined;
  if (operator === '*') return Math.abs(b.literal);
  return operator === '/' && b.literal !== 0 ? Math.abs(1 / b.literal) : undefined;
}

/** Learned constants plus a fraction of what depends is weak (AtlasVLA's `VGGTAdapter`: queries + 0.1 * pooled). */
export function sumOf(a: Atom, b: Atom, node: Node): Atom {
  for (const [constant, added] of [
    [a, b],
    [b, a],
  ] as const) {
    if (constant.dependence !== 'constant' || !constant.learned || added.dependence !== 'full') continue;
    if (added.factor !== undefined && added.factor < 1) {
      return {
        kind: 'atom',
        dependence: 'weak',
        learned: true,
        factor: added.factor,
        at: node,
        origins: constant.origins,
      };
    }
  }
  return combine(a, b);
}
