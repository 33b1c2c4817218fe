import { bindArguments, bindInputs } from './bind-arguments.ts';
import type { Caller, Given } from './call-result.ts';
import type { ClassFacts } from './class-facts.ts';
import type { ClassIndex } from './class-index.ts';
import { ForwardRun, type Output } from './forward-run.ts';
import { type Atom, collapse, combine, join, type Origin, type Value } from './value.ts';

/** More conditions in one constructor than this are not tried one by one: 2 to their number are the configurations. */
const MAX_DECISIONS = 6;
const MAX_DECISIONS_OF_PART = 3;
/** Calls of parts within one forward; a policy has some ten, a runaway recursion has no end. */
const MAX_CALLS = 2000;

/** One of the things that a `forward` returns. */
export interface OutputElement {
  /** Key of a dict, name of the variable, empty where it has neither. */
  readonly name: string;
  readonly value: Atom;
}

export interface Outcome {
  readonly decided: ReadonlyMap<string, boolean>;
  readonly elements: readonly OutputElement[];
}

/** Says for each output of a class's `forward` what it depends on, in each configuration of its constructor. */
export class OutputReader {
  private readonly index: ClassIndex;
  private readonly parts = new Map<string, ClassFacts | undefined>();
  private readonly known = new Map<string, Value | undefined>();
  private calls = 0;

  constructor(index: ClassIndex) {
    this.index = index;
  }

  async read(facts: ClassFacts): Promise<Outcome[]> {
    const forward = facts.methods.get('forward');
    if (!forward || facts.decisions.length > MAX_DECISIONS) return [];
    await this.resolveParts(facts);
    this.calls = 0;
    return configurationsOf(facts).map((decided) => {
      const output = new ForwardRun(facts, decided, bindInputs(forward), this.callClass, 0).run(forward);
      return { decided, elements: elementsOf(output) };
    });
  }

  /** The class that an attribute of another is built from. Only after `read` of that other. */
  partOf(facts: ClassFacts, name: string): ClassFacts | undefined {
    return this.parts.get(`${facts.file}#${name}`);
  }

  private async resolveParts(facts: ClassFacts): Promise<void> {
    for (const { kind, name } of [...facts.attributes.values()].flat()) {
      if (kind !== 'module' || !name || name.startsWith('nn.')) continue;
      const key = `${facts.file}#${name}`;
      if (this.parts.has(key)) continue;
      const part = await this.index.resolve(name, facts.file);
      this.parts.set(key, part);
      if (part) await this.resolveParts(part);
    }
  }

  private readonly callClass = (name: string, from: Caller, given: Given): Value | undefined => {
    const part = this.partOf((from as ForwardRun).facts, name);
    const forward = part?.methods.get('forward');
    if (!part || !forward || part.decisions.length > MAX_DECISIONS_OF_PART || ++this.calls > MAX_CALLS)
      return undefined;
    const key = `${part.file}#${part.name}(${[...given.positional, ...[...given.keyword].flat()].map(signature).join()})`;
    if (!this.known.has(key)) {
      // a class that holds itself: what is inside is not looked at again
      this.known.set(key, undefined);
      const outputs = configurationsOf(part).flatMap((decided) => {
        const names = bindArguments(forward, given);
        return names
          ? [new ForwardRun(part, decided, names, this.callClass, from.depth + 1).run(forward)]
          : [];
      });
      const depends = combine(...given.positional, ...given.keyword.values()).dependence !== 'constant';
      const marked = outputs.map((output) => (depends ? markOrigins(output, part) : output.value));
      this.known.set(key, marked.length > 0 ? marked.reduce(join) : undefined);
    }
    return this.known.get(key);
  };
}

function configurationsOf({ decisions }: ClassFacts): ReadonlyMap<string, boolean>[] {
  return decisions.reduce<Map<string, boolean>[]>(
    (all, condition) =>
      all.flatMap((decided) => [true, false].map((holds) => new Map(decided).set(condition, holds))),
    [new Map()],
  );
}

export function isIndependent({ dependence, learned }: Atom): boolean {
  return learned && dependence !== 'full';
}

function elementsOf({ value, names }: Output): OutputElement[] {
  if (value.kind === 'entries')
    return [...value.entries].map(([name, each]) => ({ name, value: collapse(each) }));
  if (value.kind === 'tuple')
    return value.items.map((each, i) => ({ name: names[i] ?? '', value: collapse(each) }));
  return [{ name: names[0] ?? '', value: collapse(value) }];
}

/** Writes down which part an independent value came from, so that whoever ends up with it can name the part. */
function markOrigins({ value, names }: Output, part: ClassFacts): Value {
  const mark = (each: Value, output: string): Value => {
    if (each.kind === 'entries') {
      return {
        kind: 'entries',
        entries: new Map([...each.entries].map(([key, inner]) => [key, mark(inner, key)])),
      };
    }
    if (each.kind !== 'atom' || !isIndependent(each) || each.origins.length > 0) return each;
    const origin: Origin = { className: part.name, output, file: part.file, at: each.at };
    return { ...each, origins: [origin] };
  };
  return value.kind === 'tuple'
    ? { kind: 'tuple', items: value.items.map((each, i) => mark(each, names[i] ?? '')) }
    : mark(value, names[0] ?? '');
}

function signature(value: Value | string): string {
  if (typeof value === 'string') return value;
  switch (value.kind) {
    case 'atom':
      return `${value.dependence}${value.learned ? '+' : ''}${value.factor ?? ''}${JSON.stringify(value.literal) ?? ''}${value.origins.map((o) => o.className + o.output).join()}`;
    case 'tuple':
      return `(${value.items.map(signature).join()})`;
    case 'entries':
      return `{${[...value.entries].flat().map(signature).join()}}`;
    case 'callable':
      return `f${value.captured ? signature(value.captured) : ''}`;
  }
}
