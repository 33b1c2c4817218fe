import {
  type Assignment,
  assignmentsIn,
  childrenOf,
  definedName,
  dottedName,
  type Literal,
  lastName,
  literalValue,
  type Node,
  nodesOfType,
  positionalArguments,
  statementsOf,
  stringValue,
} from '@plumb/python';
import { methodOf } from '../syntax.ts';

/** A condition that the constructor tests, and how it turned out. */
export interface Decision {
  readonly condition: string;
  readonly holds: boolean;
}

/** What the constructor puts into an attribute. */
export interface AttributeFact {
  readonly kind: 'parameter' | 'module' | 'literal' | 'isinstance' | 'other';
  /** `module`: what is called. `isinstance`: the class. */
  readonly name?: string;
  /** `isinstance`: the attribute that is asked. */
  readonly attribute?: string;
  readonly literal?: Literal;
  /** Decisions under which the assignment runs. */
  readonly under: readonly Decision[];
}

/** A class that has a `forward`, as far as its text tells. */
export interface ClassFacts {
  readonly name: string;
  readonly file: string;
  readonly node: Node;
  readonly methods: ReadonlyMap<string, Node>;
  /** The methods of these that belong to the constructor. */
  readonly building: ReadonlySet<string>;
  /** In the order of the constructor: the last whose decisions hold is the one. */
  readonly attributes: ReadonlyMap<string, readonly AttributeFact[]>;
  /** Attributes that other methods write: what they hold at `forward` is not known. */
  readonly written: ReadonlySet<string>;
}

const PARAMETER = /(^|\.)(Parameter|Buffer|UninitializedParameter)$/;

export function readClass(node: Node, file: string): ClassFacts {
  const methods = new Map<string, Node>();
  for (const statement of statementsOf(node)) {
    const definition =
      statement.type === 'decorated_definition' ? statement.childForFieldName('definition') : statement;
    if (definition?.type === 'function_definition') methods.set(definedName(definition), definition);
  }
  const building = buildersOf(methods);
  const attributes = new Map<string, AttributeFact[]>();
  const add = (name: string, fact: AttributeFact) =>
    attributes.set(name, [...(attributes.get(name) ?? []), fact]);
  for (const { method, under } of building.values()) {
    for (const assignment of assignmentsIn(method)) {
      const name = selfAttribute(assignment.target);
      if (name) add(name, readFact(assignment, [...under, ...decisionsAround(assignment.value)]));
    }
    for (const call of nodesOfType(method, 'call')) {
      if (!/^register_(buffer|parameter)$/.test(methodOf(call))) continue;
      const name = stringValue(positionalArguments(call)[0]);
      if (name) add(name, { kind: 'parameter', under: [...under, ...decisionsAround(call)] });
    }
  }
  const written = new Set<string>();
  for (const [name, method] of methods) {
    if (building.has(name)) continue;
    for (const { target } of assignmentsIn(method)) {
      const attribute = selfAttribute(target);
      if (attribute) written.add(attribute);
    }
  }
  return {
    name: definedName(node),
    file,
    node,
    methods,
    building: new Set(building.keys()),
    attributes,
    written,
  };
}

interface Builder {
  readonly method: Node;
  readonly under: readonly Decision[];
}

/** `__init__`, and the methods that it calls to build parts. */
function buildersOf(methods: ReadonlyMap<string, Node>): Map<string, Builder> {
  const found = new Map<string, Builder>();
  const visit = (name: string, under: readonly Decision[]) => {
    const method = methods.get(name);
    if (!method || found.has(name)) return;
    found.set(name, { method, under });
    for (const call of nodesOfType(method, 'call')) {
      const called = selfAttribute(dottedName(call.childForFieldName('function')) ?? '');
      if (called && called !== 'forward') visit(called, [...under, ...decisionsAround(call)]);
    }
  };
  visit('__init__', []);
  return found;
}

function selfAttribute(target: string): string | undefined {
  return /^self\.(\w+)$/.exec(target)?.[1];
}

function readFact({ value }: Assignment, under: readonly Decision[]): AttributeFact {
  const literal = literalValue(value);
  if (literal !== undefined) return { kind: 'literal', literal, under };
  if (value.type !== 'call') return { kind: 'other', under };
  const callee = value.childForFieldName('function');
  const name = dottedName(callee) ?? lastName(callee) ?? '';
  if (name === 'isinstance') {
    const [asked, type] = positionalArguments(value);
    const attribute = asked && selfAttribute(asked.text);
    return attribute && type
      ? { kind: 'isinstance', attribute, name: type.text, under }
      : { kind: 'other', under };
  }
  if (PARAMETER.test(name)) return { kind: 'parameter', under };
  return /(^|\.)[A-Z]\w*(\.from_\w+)?$/.test(name) || /from_(pretrained|config)$|compile$/.test(name)
    ? { kind: 'module', name, under }
    : { kind: 'other', under };
}

/** Branches of the constructor around a node, the outermost first. */
function decisionsAround(node: Node): Decision[] {
  const found: Decision[] = [];
  for (
    let inner = node, outer = node.parent;
    outer && outer.type !== 'function_definition';
    inner = outer, outer = outer.parent
  ) {
    if (outer.type !== 'if_statement' && outer.type !== 'elif_clause') continue;
    if (outer.childForFieldName('condition')?.id === inner.id) continue;
    const own = { condition: textOf(outer), holds: outer.childForFieldName('consequence')?.id === inner.id };
    if (outer.type === 'elif_clause') {
      found.push(own);
      continue;
    }
    // before an elif or else stand the conditions that failed
    const before = own.holds
      ? []
      : childrenOf(outer).filter((each) => each.type === 'elif_clause' && each.endIndex <= inner.startIndex);
    found.push(...before.map((each) => ({ condition: textOf(each), holds: false })).reverse(), own);
  }
  return found.reverse();
}

/** `config.use_x` of `hasattr(config, "use_x") and config.use_x`. */
function textOf(branch: Node): string {
  const text = (branch.childForFieldName('condition')?.text ?? '').replace(/\s+/g, ' ');
  const guarded = /^hasattr\(([\w.]+), ?["'](\w+)["']\) and ([\w.]+)$/.exec(text);
  return guarded && guarded[3] === `${guarded[1]}.${guarded[2]}` ? guarded[3] : text;
}

/** What an attribute holds in one configuration. */
export function factOf(
  facts: ClassFacts,
  attribute: string,
  decided: ReadonlyMap<string, boolean>,
): AttributeFact | undefined {
  return facts.attributes
    .get(attribute)
    ?.findLast(({ under }) =>
      under.every(({ condition, holds }) => (decided.get(condition) ?? holds) === holds),
    );
}
