import { argumentOf, childrenOf, type Node, nodesOfType } from '@plumb/python';
import { detectionAt, perModule } from './detector.ts';
import { looseLoads } from './strict-false.ts';
import {
  ancestorsOf,
  assignmentsTo,
  blockOf,
  holds,
  leadingSlice,
  loopAround,
  mentions,
  ownNodes,
  scopeOf,
} from './syntax.ts';

const id = 'strict-false-result-unused';

/**
 * What `load_state_dict(strict=False)` could not place is thrown away, or shown in part only, and nothing stops.
 * `shown`: `nothing`, or `first 3` where the printed list is cut.
 */
export const strictFalseResultUnused = perModule(id, /load_state_dict/, (module) =>
  looseLoads(module.root).flatMap((call) => {
    const shown = isPartOnly(call) ? undefined : whatIsShown(call);
    return shown ? [detectionAt(id, module, call, { shown })] : [];
  }),
);

/** One tensor (`{name: tensor}`) or one shard of several is loaded: that the rest is missing is meant. */
function isPartOnly(call: Node): boolean {
  const source = argumentOf(call, 'state_dict', 0);
  if (source?.type === 'dictionary') return true;
  const loop = loopAround(call);
  return (
    !!loop && !!source && assignmentsTo(scopeOf(call), source.text).some(({ value }) => holds(loop, value))
  );
}

function whatIsShown(call: Node): string | undefined {
  const { parent } = call;
  if (parent?.type === 'expression_statement') return 'nothing';
  if (parent?.type !== 'assignment') return undefined;
  const left = parent.childForFieldName('left');
  const targets = new Set(
    (left?.type === 'pattern_list' || left?.type === 'tuple_pattern' ? childrenOf(left) : left ? [left] : [])
      .map(({ text }) => text)
      .filter((name) => name !== '_'),
  );
  const scope = scopeOf(call);
  const uses = usesAfter(scope, call, targets);
  if (uses.length === 0) return 'nothing';
  if (uses.some(decides)) return undefined;
  const cuts = uses.flatMap((use) => sliceAround(use) ?? []);
  return cuts.length > 0 ? `first ${Math.max(...cuts)}` : undefined;
}

function usesAfter(scope: Node, call: Node, names: ReadonlySet<string>): Node[] {
  return ownNodes(scope, 'identifier', 'attribute').filter(
    (node) => node.startIndex > call.endIndex && names.has(node.text) && mentions(node, names),
  );
}

/** Whether this use can stop the program, or hands the list on to somebody who might. */
function decides(use: Node): boolean {
  for (const around of ancestorsOf(use)) {
    if (around.type === 'assert_statement' || around.type === 'return_statement') return true;
    if (around.type === 'raise_statement') return true;
    if (around.type === 'if_statement' && holdsCondition(around, use)) {
      if (
        nodesOfType(blockOf(around.childForFieldName('consequence') ?? around), 'raise_statement').length > 0
      ) {
        return true;
      }
    }
  }
  return false;
}

function holdsCondition(statement: Node, use: Node): boolean {
  const condition = statement.childForFieldName('condition');
  return !!condition && condition.startIndex <= use.startIndex && use.endIndex <= condition.endIndex;
}

function sliceAround(use: Node): number | undefined {
  for (const around of ancestorsOf(use)) {
    const bound = leadingSlice(around);
    if (bound !== undefined) return bound;
    if (around.type.endsWith('statement')) return undefined;
  }
  return undefined;
}
