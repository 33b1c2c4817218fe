import { nodesOfType, type SourceTree } from '@plumb/python';
import type { Detection } from '../../facts.ts';
import type { ClassFacts } from './dependence/class-facts.ts';
import { ClassIndex } from './dependence/class-index.ts';
import { conditionsOf } from './dependence/conditions.ts';
import { isIndependent, type Outcome, OutputReader } from './dependence/read-outputs.ts';
import type { Origin } from './dependence/value.ts';
import { detectionAt, type Module, type SourceDetector } from './detector.ts';

const id = 'constant-output';

/** A model around a backbone around a part: nobody nests what reaches the actions deeper than this. */
const MAX_LEVELS = 4;

/** Parameters of the class's own; an embedding gives one where its table is used as it is. */
const HAS_PARAMETERS = /\b(Parameter|register_buffer)\(|\bEmbedding\([\s\S]*\.weight\b/;

interface Suspect {
  readonly facts: ClassFacts;
  readonly outcomes: readonly Outcome[];
}

/**
 * A forward pass with an output made of parameters only (`strength: 'constant'`), or of parameters plus a small
 * multiple of what depends on the input (`'weak'`, with the `factor`). `reachesActions` says that the actions of the
 * model around it hang on nothing else, `condition` in which configuration.
 */
export const constantOutput: SourceDetector = {
  id,
  contains: HAS_PARAMETERS,
  async detect(modules, tree) {
    const index = await ClassIndex.open(tree);
    const reader = new OutputReader(index);
    const suspects: Suspect[] = [];
    for (const { path } of modules) {
      for (const facts of await index.classesOf(path, HAS_PARAMETERS)) {
        const outcomes = reader.readAlone(facts);
        if (outcomes.some(hasIndependent)) suspects.push({ facts, outcomes });
      }
    }
    const found = new Map<string, { origin: Origin; detection: Detection }>();
    const report = async (origin: Origin, details: Detection['details']) => {
      const key = `${origin.file}#${origin.className}.${origin.output}`;
      if (found.has(key) && details.reachesActions !== true) return;
      const detection = await locate(origin, details, tree);
      if (detection) found.set(key, { origin, detection });
    };
    let level = suspects;
    const seen = new Set<ClassFacts>();
    for (let i = 0; i < MAX_LEVELS && level.length > 0; i++) {
      for (const each of level) for (const [origin, details] of reaching(each)) await report(origin, details);
      level = await usersOf(level, seen, index, reader, tree);
    }
    for (const each of suspects) for (const [origin, details] of unused(each)) await report(origin, details);
    return [...found.values()].map(({ detection }) => detection);
  },
};

function hasIndependent({ elements }: Outcome): boolean {
  return elements.some(({ value }) => isIndependent(value));
}

/** Classes that hold one of these, and pass an independent output on. */
async function usersOf(
  level: readonly Suspect[],
  seen: Set<ClassFacts>,
  index: ClassIndex,
  reader: OutputReader,
  tree: SourceTree,
): Promise<Suspect[]> {
  const held = new Set(level.map(({ facts }) => facts));
  const names = new RegExp(`\\b(${[...new Set(level.map(({ facts }) => facts.name))].join('|')})\\(`);
  const found: Suspect[] = [];
  for (const file of tree.files) {
    if (!names.test(await tree.readText(file))) continue;
    for (const facts of await index.classesOf(file, names)) {
      const built = [...facts.attributes.values()]
        .flat()
        .filter(({ kind, name }) => kind === 'module' && names.test(`${name}(`));
      if (built.length === 0 || seen.has(facts)) continue;
      const parts = await Promise.all(built.map(({ name }) => index.resolve(name!, file)));
      if (!parts.some((part) => part && held.has(part))) continue;
      seen.add(facts);
      const outcomes = await reader.read(facts);
      if (outcomes.some(hasIndependent)) found.push({ facts, outcomes });
    }
  }
  return found;
}

/** Actions that are the same whatever comes in, with the part that makes them so. */
function reaching({ facts, outcomes }: Suspect): [Origin, Detection['details']][] {
  const byOrigin = new Map<string, { origin: Origin; outcomes: Outcome[]; factor: number | undefined }>();
  for (const outcome of outcomes) {
    for (const { name, value } of outcome.elements) {
      if (!isIndependent(value) || !isActions(name, facts.name, outcome)) continue;
      const own: Origin = { className: facts.name, output: name, file: facts.file, at: value.at };
      for (const origin of value.origins.length > 0 ? value.origins : [own]) {
        const key = `${origin.className}.${origin.output}`;
        const entry = byOrigin.get(key) ?? { origin, outcomes: [], factor: value.factor };
        entry.outcomes.push(outcome);
        byOrigin.set(key, entry);
      }
    }
  }
  return [...byOrigin.values()].map(({ origin, outcomes: reached, factor }) => [
    origin,
    {
      class: origin.className,
      output: origin.output,
      strength: factor === undefined ? 'constant' : 'weak',
      ...(factor === undefined ? {} : { factor }),
      reachesActions: true,
      model: facts.name,
      ...conditionsOf(facts, origin, reached),
    },
  ]);
}

function isActions(name: string, className: string, { elements }: Outcome): boolean {
  if (/action/i.test(name)) return !/quer|mask|token|embed/i.test(name);
  return elements.length === 1 && /polic|actor|action_?(head|model|decoder)|vla/i.test(className);
}

/**
 * One constant output among several: nobody returns a parameter beside features by intent. Modules with a single output
 * are left alone, since position embeddings are made like that.
 */
function unused({ facts, outcomes }: Suspect): [Origin, Detection['details']][] {
  return outcomes.flatMap(({ elements }) => {
    if (!elements.some(({ value }) => value.dependence === 'full')) return [];
    return elements
      .filter(
        ({ name, value }) =>
          value.dependence === 'constant' && value.learned && /feature|global|pooled|action/i.test(name),
      )
      .map(({ name, value }): [Origin, Detection['details']] => [
        value.origins[0] ?? { className: facts.name, output: name, file: facts.file, at: value.at },
        { class: facts.name, output: name, strength: 'constant', reachesActions: false },
      ]);
  });
}

async function locate(
  origin: Origin,
  details: Detection['details'],
  tree: SourceTree,
): Promise<Detection | undefined> {
  const { rootNode } = await tree.parse(origin.file);
  const module: Module = { path: origin.file, text: await tree.readText(origin.file), root: rootNode };
  const definition = nodesOfType(rootNode, 'class_definition').find(
    (node) => node.childForFieldName('name')?.text === origin.className,
  );
  const at = origin.at ?? definition;
  return at && detectionAt(id, module, at, details);
}
