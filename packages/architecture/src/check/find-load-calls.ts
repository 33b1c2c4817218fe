import type { Node, SourceTree } from '@plumb/python';

/** A `model.load_state_dict(…)` in a file that also constructs the model. */
export interface LoadCall {
  /** Relative to the source. */
  readonly file: string;
  readonly line: number;
  readonly text: string;
  /** `strict=`; undefined where it is computed. PyTorch's default is true. */
  readonly strict: boolean | undefined;
  /** Line of the `except` that it stands in, where it is a second try. */
  readonly handlerLine: number | undefined;
}

/** How the source loads: the first call, and the one that its handler makes when that raises. */
export interface SourceLoad {
  readonly first: LoadCall;
  readonly retry: LoadCall | undefined;
}

// scripts that somebody wrote to look at the load rather than to run the model
const ASIDE = /(?:^|[/_])(?:debug|test|fix|train|trainer)/;

/** The load of `className` in a source tree; evaluation scripts before others. Undefined where no file does both. */
export async function findSourceLoad(tree: SourceTree, className: string): Promise<SourceLoad | undefined> {
  const constructs = new RegExp(`\\b${className}\\s*\\(`);
  const calls: LoadCall[] = [];
  for (const file of tree.files) {
    const text = await tree.readText(file);
    if (constructs.test(text) && text.includes('load_state_dict('))
      calls.push(...(await readCalls(tree, file, constructs)));
  }
  const rank = ({ file }: LoadCall) => Number(ASIDE.test(file)) * 2 + Number(!file.includes('eval'));
  const [first] = calls
    .filter((call) => call.handlerLine === undefined)
    .toSorted((a, b) => rank(a) - rank(b));
  if (!first) return undefined;
  const retry = calls.find(
    (call) => call.file === first.file && call.handlerLine !== undefined && call.line > first.line,
  );
  return { first, retry };
}

async function readCalls(tree: SourceTree, file: string, constructs: RegExp): Promise<LoadCall[]> {
  const { argumentOf, assignmentsIn, calleeName, findCalls, hasSplat, lineOf, literalValue } = await import(
    '@plumb/python'
  );
  const { rootNode } = await tree.parse(file);
  const models = new Set(
    assignmentsIn(rootNode)
      .filter(({ value }) => value && constructs.test(value.text))
      .map(({ target }) => target),
  );
  return findCalls(rootNode, 'load_state_dict').flatMap((call) => {
    const receiver = calleeName(call)?.split('.').slice(0, -1).join('.');
    if (receiver === undefined || !models.has(receiver)) return [];
    const argument = argumentOf(call, 'strict', 1);
    const value = argument ? literalValue(argument) : true;
    return {
      file,
      line: lineOf(call),
      text: call.text.replace(/\s+/g, ' '),
      strict: typeof value === 'boolean' && !hasSplat(call) ? value : undefined,
      handlerLine: handlerOf(call),
    };
  });
}

function handlerOf(node: Node): number | undefined {
  for (let parent = node.parent; parent; parent = parent.parent) {
    if (parent.type === 'except_clause') return parent.startPosition.row + 1;
    if (parent.type === 'function_definition') return undefined;
  }
  return undefined;
}
