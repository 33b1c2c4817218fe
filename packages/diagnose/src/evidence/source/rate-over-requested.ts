import { lineOf, type Node, nodesOfType, positionalArguments } from '@plumb/python';
import { detectionAt, perModule } from './detector.ts';
import { LOOPS, loopAround, methodOf, ownNodes, scopeOf } from './syntax.ts';

const id = 'rate-over-requested';

/**
 * A rate over the number of episodes that was asked for, although the loop over them can end early: what never ran
 * counts as failed.
 */
export const rateOverRequested = perModule(id, /success\w*\s*\/[^/]/i, (module) =>
  nodesOfType(module.root, 'binary_operator').flatMap((division) => {
    const [successes, requested] = [division.childForFieldName('left'), division.childForFieldName('right')];
    if (division.childForFieldName('operator')?.text !== '/' || !successes || !requested) return [];
    if (!/success/i.test(successes.text) || !/^[\w.]+$/.test(requested.text)) return [];
    const scope = scopeOf(division);
    const loop = ownNodes(scope, 'for_statement').find(
      (each) => each.endIndex < division.startIndex && runsOver(each, requested.text),
    );
    const breaks = loop ? breaksOf(loop) : [];
    if (!loop || breaks.length === 0 || !counts(loop, successes.text) || recounts(scope, requested.text))
      return [];
    return [
      detectionAt(id, module, division, {
        successes: successes.text,
        requested: requested.text,
        loopLine: lineOf(loop),
        breakLines: breaks.map(lineOf).join(', '),
      }),
    ];
  }),
);

/** `range(n)`, bare or wrapped (`tqdm(range(n))`). */
function runsOver(loop: Node, requested: string): boolean {
  const iterated = loop.childForFieldName('right');
  return (
    !!iterated &&
    nodesOfType(iterated, 'call').some(
      (call) => methodOf(call) === 'range' && positionalArguments(call).at(-1)?.text === requested,
    )
  );
}

/** `break` that ends this loop, not one inside it. */
function breaksOf(loop: Node): Node[] {
  return nodesOfType(loop, 'break_statement').filter((node) => loopAround(node)?.id === loop.id);
}

function counts(loop: Node, successes: string): boolean {
  return nodesOfType(loop, 'augmented_assignment').some(
    (node) => node.childForFieldName('left')?.text === successes,
  );
}

/** `num_episodes = len(results)` before the division makes it honest. */
function recounts(scope: Node, requested: string): boolean {
  return ownNodes(scope, 'assignment', 'augmented_assignment').some(
    (node) =>
      node.childForFieldName('left')?.text === requested &&
      (node.type === 'augmented_assignment' ||
        ownNodes(scope, ...LOOPS).some((loop) => loop.endIndex < node.startIndex)),
  );
}
