import {
  childrenOf,
  keywordArguments,
  lastName,
  literalValue,
  type Node,
  nodesOfType,
  positionalArguments,
  stringValue,
} from '@plumb/python';
import type { Detection } from '../../facts.ts';
import { detectionAt, type Module, perModule } from './detector.ts';

const id = 'max-steps';

const SUITE = /^libero_(spatial|object|goal|10|90)$/;
const STEPS = /^(max_steps|max_episode_steps|episode_length|horizon)$/;

/** How long an episode may last, per suite where the source says so, else as an option's `default`. */
export const maxSteps = perModule(
  id,
  /libero_(spatial|object|goal|10|90)\b|["']--(max[-_](episode[-_])?steps|horizon)/i,
  (module) => [...tables(module), ...chains(module), ...options(module)],
);

/** `{"libero_spatial": 220, …}` */
function tables(module: Module): Detection[] {
  return nodesOfType(module.root, 'dictionary').flatMap((table) => {
    const entries = childrenOf(table).flatMap((pair): [string, number][] => {
      const suite = suiteOf(pair.childForFieldName('key'));
      const steps = literalValue(pair.childForFieldName('value'));
      return suite && SUITE.test(suite) && typeof steps === 'number' ? [[suite, steps]] : [];
    });
    return entries.length > 0 ? [detectionAt(id, module, table, Object.fromEntries(entries))] : [];
  });
}

/** `"libero_spatial"`, or a member of an enumeration: `TaskSuite.LIBERO_SPATIAL`. */
function suiteOf(key: Node | null): string | undefined {
  return stringValue(key) ?? (key?.type === 'attribute' ? lastName(key)?.toLowerCase() : undefined);
}

/** `if suite == "libero_spatial": max_steps = 220 elif …` */
function chains(module: Module): Detection[] {
  return nodesOfType(module.root, 'if_statement').flatMap((chain) => {
    const entries = [chain, ...childrenOf(chain).filter(({ type }) => type === 'elif_clause')].flatMap(
      (branch) => {
        const suite = nodesOfType(branch.childForFieldName('condition') ?? branch, 'string').map(
          stringValue,
        )[0];
        const block = branch.childForFieldName('consequence');
        const set = block && nodesOfType(block, 'assignment').find((node) => STEPS.test(lastPart(node)));
        const steps = literalValue(set?.childForFieldName('right'));
        return suite && SUITE.test(suite) && typeof steps === 'number' ? [[suite, steps]] : [];
      },
    );
    return entries.length > 0 ? [detectionAt(id, module, chain, Object.fromEntries(entries))] : [];
  });
}

function lastPart(assignment: Node): string {
  return assignment.childForFieldName('left')?.text.split('.').at(-1) ?? '';
}

/** `parser.add_argument("--max_steps", default=600)` */
function options(module: Module): Detection[] {
  if (!module.text.includes('libero')) return [];
  return nodesOfType(module.root, 'call').flatMap((call) => {
    const name = stringValue(positionalArguments(call)[0]);
    const steps = literalValue(keywordArguments(call).get('default'));
    if (!name || !STEPS.test(name.replace(/^-+/, '').replaceAll('-', '_')) || typeof steps !== 'number')
      return [];
    return [detectionAt(id, module, call, { default: steps })];
  });
}
