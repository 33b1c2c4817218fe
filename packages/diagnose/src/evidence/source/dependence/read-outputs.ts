import { bindArguments, bindInputs } from './bind-arguments.ts';
import type { ClassFacts } from './class-facts.ts';
import type { ClassIndex } from './class-index.ts';
import { type Configuration, configurationsOf, decisionsOf, everyFact } from './configurations.ts';
import { type Output, runMethod } from './forward-run.ts';
import type { CallClass } from './method-scope.ts';
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
  readonly decided: Configuration;
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

  /** Follows the parts that are classes of the repository as well. */
  async read(facts: ClassFacts): Promise<Outcome[]> {
    if (facts.methods.has('forward')) await this.resolveParts(facts);
    return this.readAlone(facts);
  }

  /** Takes every part that is not known yet to hand on what it is given. */
  readAlone(facts: ClassFacts): Outcome[] {
    const forward = facts.methods.get('forward');
    if (!forward) return [];
    const decisions = this.decisionsOf(facts);
    if (decisions.length > MAX_DECISIONS) return [];
    this.calls = 0;
    return configurationsOf(decisions).map((decided) => {
      const output = runMethod(facts, decided, forward, bindInputs(forward), this.callClass, 0);
      return { decided, elements: elementsOf(output) };
    });
  }

  /** The class that an attribute of another is built from. Only after `read` of that other. */
  partOf(facts: ClassFacts, name: string): ClassFacts | undefined {
    return this.parts.get(`${facts.file}#${name}`);
  }

  private decisionsOf(facts: ClassFacts): string[] {
    return decisionsOf(facts, (name) => this.partOf(facts, name) !== undefined);
  }

  private async resolveParts(facts: ClassFacts): Promise<void> {
    for (const { kind, name } of everyFact(facts)) {
      if (kind !== 'module' || !name || name.startsWith('nn.')) continue;
      const key = `${facts.file}#${name}`;
      if (this.parts.has(key)) continue;
      const part = await this.index.resolve(name, facts.file);
      this.parts.set(key, part);
      if (part) await this.resolveParts(part);
    }
  }

  private readonly callClass: CallClass = (name, from, given) => {
    const part = this.partOf(from.facts, name);
    const forward = part?.methods.get('forward');
    const decisions = part && forward ? this.decisionsOf(part) : [];
    if (!part || !forward || decisions.length > MAX_DECISIONS_OF_PART || ++this.calls > MAX_CALLS)
      return undefined;
    const key = `${part.file}#${part.name}(${[...given.positional, ...[...given.keyword].flat()].map(signature).join()})`;
    if (!this.known.has(key)) {
      // a class that holds itself: what is inside is not looked at again
      this.known.set(key, undefined);
      const outputs = configurationsOf(decisions).flatMap((decided) => {
        const names = bindArguments(forward, given);
        return names ? [runMethod(part, decided, forward, names, this.callClass, from.depth + 1)] : [];
      });
      const depends = combine(...given.positional, ...given.keyword.values()).dependence !== 'constant';
      const marked = outputs.map((output) => (depends ? markOrigins(output, part) : output.value));
      this.known.set(key, marked.length > 0 ? marked.reduce(join) : undefined);
    }
    return this.known.get(key);
  };
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
