import { childrenOf, type Node } from '../parse.ts';
import { dataclassDecorator } from '../read-dataclasses.ts';
import { calleeName, hasSplat, keywordArguments } from '../syntax/calls.ts';
import { importedNames, resolveName } from '../syntax/imports.ts';
import { literalValue } from '../syntax/literal.ts';
import { definedName, enclosingClass, enclosingFunction, statementsOf } from '../syntax/scopes.ts';
import { onlyBinding } from './executed-at-import.ts';

/** Bases and re-exports are followed this far; real hierarchies have two or three. */
const MAX_DEPTH = 8;

export interface SourceFile {
  readonly file: string;
  readonly root: Node;
}

/** How a class is found from a name in a file. */
export interface ClassLookup {
  /** The file that a module name means; undefined outside the tree. */
  open(module: string, from: string): Promise<SourceFile | undefined>;
  /** `configs.model_config`. */
  moduleName(file: string): string;
}

export interface FoundClass extends SourceFile {
  readonly node: Node;
}

/** The class that a name means at the top level of a file, imports followed inside the tree. */
export async function findClass(
  name: string,
  at: SourceFile,
  lookup: ClassLookup,
  depth = 0,
): Promise<FoundClass | undefined> {
  const binding = name.includes('.') ? undefined : onlyBinding(at.root, name);
  if (binding?.type === 'class_definition') return { ...at, node: binding };
  if (depth >= MAX_DEPTH || (binding && !binding.type.startsWith('import'))) return undefined;
  const full = resolveName(name, importedNames(at.root));
  const dot = full.lastIndexOf('.');
  if (dot < 0 || full === name) return undefined;
  // `from . import A`: the dots are the module
  const module = /^\.*$/.test(full.slice(0, dot)) ? full.slice(0, dot + 1) : full.slice(0, dot);
  const target = await lookup.open(module, at.file);
  return target ? findClass(full.slice(dot + 1), target, lookup, depth + 1) : undefined;
}

/**
 * Whether instances of a class have `__hash__` None, as `dataclasses` looks at it: an `__eq__` without `__hash__`, or a
 * dataclass with `eq` that is neither frozen nor given `unsafe_hash`. Undefined where it can't be known.
 */
export async function isUnhashable(
  { node, ...at }: FoundClass,
  lookup: ClassLookup,
  depth = 0,
): Promise<boolean | undefined> {
  const imports = importedNames(at.root);
  const decorators = node.parent?.type === 'decorated_definition' ? decoratorCount(node.parent) : 0;
  const decorator = dataclassDecorator(node, imports);
  // another decorator may return anything; so may a metaclass
  if (decorators > (decorator ? 1 : 0) || depth > MAX_DEPTH) return undefined;
  const bases = childrenOf(node.childForFieldName('superclasses') ?? node).filter(
    ({ parent }) => parent?.type === 'argument_list',
  );
  if (bases.some(({ type }) => type === 'keyword_argument' || /splat/.test(type))) return undefined;
  const own = methodsOf(node);
  if (own.has('__hash__')) return own.get('__hash__') === 'def' ? false : undefined;
  if (decorator?.type === 'call' && hasSplat(decorator)) return undefined;
  const options = decorator?.type === 'call' ? keywordArguments(decorator) : new Map<string, Node>();
  const option = (name: string, fallback: boolean) => {
    const given = options.get(name);
    return given ? literalValue(given) : fallback;
  };
  const [eq, frozen, unsafe] = [option('eq', true), option('frozen', false), option('unsafe_hash', false)];
  if ([eq, frozen, unsafe].some((value) => typeof value !== 'boolean')) return undefined;
  if (decorator && unsafe === true) return false;
  if (decorator && eq === true) return frozen === false;
  if (own.has('__eq__')) return true;
  for (const base of bases) {
    if (base.text === 'object' || /^(abc\.)?ABC$/.test(base.text)) continue;
    const found = await findClass(base.text, at, lookup);
    if (!found) return undefined;
    return isUnhashable(found, lookup, depth + 1);
  }
  return false;
}

function decoratorCount(decorated: Node): number {
  return childrenOf(decorated).filter(({ type }) => type === 'decorator').length;
}

function methodsOf(node: Node): Map<string, 'def' | 'other'> {
  const found = new Map<string, 'def' | 'other'>();
  for (const statement of statementsOf(node)) {
    const definition =
      statement.type === 'decorated_definition' ? statement.childForFieldName('definition') : statement;
    if (definition?.type === 'function_definition') found.set(definedName(definition), 'def');
    const [assignment] = definition?.type === 'expression_statement' ? childrenOf(definition) : [];
    const left = assignment?.type === 'assignment' ? assignment.childForFieldName('left') : null;
    if (left) found.set(left.text, 'other');
  }
  return found;
}

const BUILT_IN: Readonly<Record<string, string>> = {
  list: 'list',
  dictionary: 'dict',
  set: 'set',
  list_comprehension: 'list',
  dictionary_comprehension: 'dict',
  set_comprehension: 'set',
};

/** Constructors whose results have no hash: their `type.__name__` as Python prints it, and whether they are a list, dict or set. */
const CONSTRUCTORS: Readonly<Record<string, readonly [printed: string, old: boolean]>> = {
  list: ['list', true],
  dict: ['dict', true],
  set: ['set', true],
  bytearray: ['bytearray', false],
  'collections.OrderedDict': ['collections.OrderedDict', true],
  'collections.defaultdict': ['collections.defaultdict', true],
  'collections.Counter': ['collections.Counter', true],
  'collections.deque': ['collections.deque', false],
  'numpy.array': ['numpy.ndarray', false],
  'numpy.zeros': ['numpy.ndarray', false],
  'numpy.ones': ['numpy.ndarray', false],
};

/** The class of a default's value where that has no hash: as printed, and whether Pythons before 3.11 refuse it too. */
export async function unhashableType(
  value: Node,
  at: SourceFile,
  lookup: ClassLookup,
): Promise<{ printed: string; old: boolean } | undefined> {
  const builtIn = BUILT_IN[value.type];
  if (builtIn) return { printed: builtIn, old: true };
  if (value.type === 'parenthesized_expression') return unhashableType(childrenOf(value)[0]!, at, lookup);
  if (value.type === 'identifier') {
    const binding = onlyBinding(at.root, value.text);
    const constant = binding?.type === 'assignment' ? binding.childForFieldName('right') : null;
    return constant && constant.type !== 'identifier' ? unhashableType(constant, at, lookup) : undefined;
  }
  const name = value.type === 'call' ? calleeName(value) : undefined;
  if (name === undefined) return undefined;
  const full = resolveName(name, importedNames(at.root));
  const binding = onlyBinding(at.root, name);
  const own = binding !== undefined && !binding.type.startsWith('import');
  const known = Object.hasOwn(CONSTRUCTORS, full) && !own ? CONSTRUCTORS[full] : undefined;
  if (known) return { printed: known[0], old: known[1] };
  const found = await findClass(name, at, lookup);
  if (!found || (await isUnhashable(found, lookup)) !== true) return undefined;
  return { printed: `${lookup.moduleName(found.file)}.${qualifiedName(found.node)}`, old: false };
}

function qualifiedName(node: Node): string {
  const outer = enclosingFunction(node) ? undefined : enclosingClass(node);
  return outer ? `${qualifiedName(outer)}.${definedName(node)}` : definedName(node);
}
