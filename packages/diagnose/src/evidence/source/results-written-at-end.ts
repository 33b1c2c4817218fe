import { definedName, findCalls, lineOf, type Node, nodesOfType } from '@plumb/python';
import { detectionAt, type Module, perModule } from './detector.ts';
import { ancestorsOf, LOOPS, methodOf, ownNodes, scopeOf } from './syntax.ts';

const id = 'results-written-at-end';

const WRITES = [
  'json.dump',
  'np.save',
  'np.savez',
  'to_csv',
  'to_json',
  'write_text',
  'pickle.dump',
  'yaml.dump',
];

/** A sweep over tasks or episodes that keeps its results in memory until all have run: a crash loses them. */
export const resultsWrittenAtEnd = perModule(
  id,
  /json\.dump|np\.save|to_csv|to_json|write_text|pickle\.dump|yaml\.dump/,
  (module) => {
    const writes = findCalls(module.root, ...WRITES);
    return writes.flatMap((write) => {
      // written once a turn of an outer loop: at most one task is lost
      if (ancestorsOf(write).some((each) => LOOPS.includes(each.type) && evaluates(each))) return [];
      const loop = ownNodes(scopeOf(write), 'for_statement').find(
        (each) => each.endIndex < write.startIndex && evaluates(each) && collects(each, write, module),
      );
      if (!loop || writesIn(loop, module, new Set())) return [];
      return [detectionAt(id, module, write, { loopLine: lineOf(loop) })];
    });
  },
);

/** The loop runs episodes, by itself or by a function named for it. */
function evaluates(loop: Node): boolean {
  return nodesOfType(loop, 'call').some((call) =>
    /^(eval(uate)?(_|$)|run_(task|episode|eval)|rollout|step$)/i.test(methodOf(call)),
  );
}

/** What is written was gathered by the loop: the name is filled there, directly or by way of a summary. */
function collects(loop: Node, write: Node, module: Module): boolean {
  const gathered = [
    ...nodesOfType(loop, 'assignment', 'augmented_assignment').map(
      (node) => node.childForFieldName('left')?.text ?? '',
    ),
    ...nodesOfType(loop, 'call').flatMap(
      (call) =>
        /^(.+)\.(append|update|extend)$/.exec(call.childForFieldName('function')?.text ?? '')?.[1] ?? [],
    ),
  ].map((text) => text.split('[')[0]!);
  const names = new Set(gathered.filter((name) => /^[\w.]+$/.test(name)));
  const written = write.childForFieldName('arguments')?.text ?? '';
  const mentions = (text: string) =>
    [...names].some((name) => new RegExp(`\\b${name.replaceAll('.', '\\.')}\\b`).test(text));
  if (mentions(written)) return true;
  return (
    ownNodes(scopeOf(write), 'assignment').some((node) => {
      const target = node.childForFieldName('left')?.text ?? '';
      const inTime = node.startIndex > loop.endIndex && node.startIndex < write.startIndex;
      return (
        inTime &&
        new RegExp(`\\b${target.replace(/\W/g, '.')}\\b`).test(written) &&
        mentions(node.childForFieldName('right')?.text ?? '')
      );
    }) && module.root.id !== loop.id
  );
}

/** Whether a turn of the loop leaves something on disk, itself or by a function of this file. */
function writesIn(node: Node, module: Module, seen: Set<number>): boolean {
  if (seen.has(node.id)) return false;
  seen.add(node.id);
  const calls = nodesOfType(node, 'call');
  if (findCalls(node, ...WRITES).length > 0) return true;
  if (
    calls.some((call) => /^(save|write|dump|log)_(results?|summary|metrics|episodes?)$/.test(methodOf(call)))
  )
    return true;
  const called = new Set(calls.map(methodOf));
  return nodesOfType(module.root, 'function_definition').some(
    (each) => called.has(definedName(each)) && each.id !== scopeOf(node).id && writesIn(each, module, seen),
  );
}
