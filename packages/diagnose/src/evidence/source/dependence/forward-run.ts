import {
  childrenOf,
  definedName,
  dottedName,
  lastName,
  literalValue,
  type Node,
  nodesOfType,
  stringValue,
} from '@plumb/python';
import { namesIn } from '../syntax.ts';
import { type Caller, callResult, dataIndependent } from './call-result.ts';
import { type ClassFacts, factOf } from './class-facts.ts';
import {
  type Callable,
  CONSTANT,
  collapse,
  combine,
  type Entries,
  INPUT,
  join,
  learnedAtom,
  literalAtom,
  type Value,
} from './value.ts';

/** What of a tensor does not depend on its numbers. */
const SHAPE = /^(shape|device|dtype|ndim|layout|is_cuda|requires_grad|names|itemsize|nbytes)$/;

type Names = Map<string, Value>;

export interface Output {
  readonly value: Value;
  /** Of the elements where it is a tuple, else of the whole. */
  readonly names: readonly string[];
}

/** Walks one method and follows what depends on its arguments. Names hold what they depend on, never numbers. */
export class ForwardRun implements Caller {
  readonly facts: ClassFacts;
  readonly decided: ReadonlyMap<string, boolean>;
  readonly callClass: Caller['callClass'];
  readonly depth: number;
  private names: Names;
  private readonly returned: Output[] = [];
  private leaves: Names[] = [];
  /** Set where a return hangs on data: then which one is taken is an answer too. */
  private hangs = false;

  constructor(
    facts: ClassFacts,
    decided: ReadonlyMap<string, boolean>,
    names: Names,
    callClass: Caller['callClass'],
    depth: number,
  ) {
    this.facts = facts;
    this.decided = decided;
    this.names = names;
    this.callClass = callClass;
    this.depth = depth;
  }

  run(method: Node): Output {
    const body = method.childForFieldName('body');
    if (body) this.block(body);
    const [first, ...rest] = this.returned;
    if (!first) return { value: CONSTANT, names: [''] };
    const value = rest.reduce((all, each) => join(all, each.value), first.value);
    const names = this.returned.map((each) => each.names).sort((a, b) => b.length - a.length)[0]!;
    return { value: this.hangs ? combine(value, INPUT) : value, names };
  }

  /** False where the block never gets to its end. */
  private block(block: Node): boolean {
    return childrenOf(block).every((statement) => this.statement(statement));
  }

  private statement(node: Node): boolean {
    switch (node.type) {
      case 'expression_statement':
        for (const child of childrenOf(node)) this.effect(child);
        return true;
      case 'return_statement': {
        const value = childrenOf(node)[0];
        this.returned.push(
          value
            ? { value: this.value(value), names: outputNames(value) }
            : { value: literalAtom(null), names: [''] },
        );
        return false;
      }
      case 'raise_statement':
        return false;
      case 'break_statement':
      case 'continue_statement':
        this.leaves.push(new Map(this.names));
        return false;
      case 'if_statement':
        return this.branch(node);
      case 'for_statement':
      case 'while_statement':
        this.loop(node);
        return true;
      case 'with_statement':
        for (const item of nodesOfType(childrenOf(node)[0]!, 'as_pattern')) this.value(item);
        return this.block(node.childForFieldName('body')!);
      case 'try_statement':
        return this.attempt(node);
      case 'match_statement':
        return this.either(
          nodesOfType(node, 'case_clause').map((each) => each.childForFieldName('consequence') ?? undefined),
          this.value(childrenOf(node)[0]!),
        );
      case 'function_definition':
        this.names.set(definedName(node), this.nested(node));
        return true;
      default:
        return true;
    }
  }

  private effect(node: Node): void {
    if (node.type === 'assignment') {
      const right = node.childForFieldName('right');
      if (!right) return;
      if (right.type === 'assignment') this.effect(right);
      const source = right.type === 'assignment' ? right.childForFieldName('left')! : right;
      this.assign(node.childForFieldName('left')!, this.value(source));
    } else if (node.type === 'augmented_assignment') {
      const [left, right] = [node.childForFieldName('left')!, node.childForFieldName('right')!];
      const sum =
        node.childForFieldName('operator')?.text === '+='
          ? this.sum(left, right, node)
          : combine(this.value(left), this.value(right));
      this.assign(left, sum);
    } else {
      this.value(node);
      if (node.type === 'call') this.mutate(node);
    }
  }

  private assign(target: Node, value: Value): void {
    switch (target.type) {
      case 'identifier':
        this.names.set(target.text, value);
        return;
      case 'pattern_list':
      case 'tuple_pattern':
      case 'list_pattern': {
        const targets = childrenOf(target);
        const fits = value.kind === 'tuple' && value.items.length === targets.length;
        for (const [i, each] of targets.entries())
          this.assign(each, fits ? value.items[i]! : collapse(value));
        return;
      }
      case 'list_splat_pattern':
        this.assign(childrenOf(target)[0]!, collapse(value));
        return;
      case 'subscript': {
        const object = target.childForFieldName('value')!;
        const key = stringValue(target.childForFieldName('subscript'));
        const held = this.value(object);
        if (held.kind === 'entries' && key !== undefined) {
          this.assign(object, { kind: 'entries', entries: new Map(held.entries).set(key, value) });
        } else if (object.type === 'identifier') {
          this.assign(object, combine(held, value, this.value(target.childForFieldName('subscript')!)));
        }
        return;
      }
      case 'attribute': {
        const name = dottedName(target);
        if (name) this.names.set(name, value);
      }
    }
  }

  /** A call for its effect: whatever it gets may change what it gets. */
  private mutate(call: Node): void {
    const callee = call.childForFieldName('function')!;
    const given = call.childForFieldName('arguments');
    if (!given || /^(print|log\w*|warn\w*|info|debug|assert\w*|check\w*|super)$/.test(lastName(callee) ?? ''))
      return;
    const object = callee.type === 'attribute' ? callee.childForFieldName('object')! : undefined;
    const values = childrenOf(given).map((each) => this.value(each.childForFieldName('value') ?? each));
    const held = object?.type === 'identifier' ? this.names.get(object.text) : undefined;
    if (object && held) {
      const [added] = values;
      if (lastName(callee) === 'update' && held.kind === 'entries' && added?.kind === 'entries') {
        this.names.set(object.text, {
          kind: 'entries',
          entries: new Map([...held.entries, ...added.entries]),
        });
      } else if (held.kind !== 'callable') this.names.set(object.text, combine(held, ...values));
      return;
    }
    for (const each of childrenOf(given)) {
      const known = each.type === 'identifier' ? this.names.get(each.text) : undefined;
      if (known && known.kind !== 'callable') this.names.set(each.text, combine(known, ...values));
    }
  }

  private branch(node: Node): boolean {
    const condition = node.childForFieldName('condition')!;
    const truth = this.truth(condition);
    const consequence = node.childForFieldName('consequence')!;
    const [next, ...others] = childrenOf(node).filter(({ type }) => /^(elif|else)_clause$/.test(type));
    const otherwise = () => {
      if (!next) return true;
      if (next.type === 'else_clause') return this.block(next.childForFieldName('body')!);
      return this.chain(next, others);
    };
    if (truth === true) return this.block(consequence);
    if (truth === false) return otherwise();
    return this.fork([() => this.block(consequence), otherwise], this.value(condition));
  }

  /** `elif` and what follows it. */
  private chain(clause: Node, others: readonly Node[]): boolean {
    const condition = clause.childForFieldName('condition')!;
    const truth = this.truth(condition);
    const consequence = clause.childForFieldName('consequence')!;
    const [next, ...rest] = others;
    const otherwise = () =>
      !next
        ? true
        : next.type === 'else_clause'
          ? this.block(next.childForFieldName('body')!)
          : this.chain(next, rest);
    if (truth === true) return this.block(consequence);
    if (truth === false) return otherwise();
    return this.fork([() => this.block(consequence), otherwise], this.value(condition));
  }

  private either(blocks: readonly (Node | undefined)[], condition: Value): boolean {
    return this.fork(
      [...blocks.map((block) => () => (block ? this.block(block) : true)), () => true],
      condition,
    );
  }

  /** Several ways on. What differs between them depends on the condition, too. */
  private fork(ways: readonly (() => boolean)[], condition: Value): boolean {
    const before = this.names;
    const hanging = collapse(condition).dependence !== 'constant';
    const returnedBefore = this.returned.length;
    const ends: Names[] = [];
    for (const way of ways) {
      this.names = new Map(before);
      if (way()) ends.push(this.names);
    }
    if (hanging && this.returned.length > returnedBefore) this.hangs = true;
    this.names = ends.length > 0 ? merge(ends, hanging) : before;
    return ends.length > 0;
  }

  private loop(node: Node): void {
    const outerLeaves = this.leaves;
    this.leaves = [];
    const iterated = node.type === 'for_statement' ? this.value(node.childForFieldName('right')!) : undefined;
    const condition = iterated ? CONSTANT : this.value(node.childForFieldName('condition')!);
    // twice: what one turn leaves is what the next one starts with
    for (let turn = 0; turn < 2; turn++) {
      const before = this.names;
      if (iterated) {
        this.assign(
          node.childForFieldName('left')!,
          iterated.kind === 'callable' ? { kind: 'callable' } : collapse(iterated),
        );
      }
      this.names = new Map(this.names);
      const ends = this.block(node.childForFieldName('body')!) ? [this.names] : [];
      this.names = merge([before, ...ends, ...this.leaves], collapse(condition).dependence !== 'constant');
      this.leaves = [];
    }
    this.leaves = outerLeaves;
  }

  private attempt(node: Node): boolean {
    const before = new Map(this.names);
    const body = node.childForFieldName('body')!;
    const went = this.block(body);
    const after = this.names;
    const clauses = childrenOf(node).filter(
      ({ type }) => type === 'except_clause' || type === 'except_group_clause',
    );
    const ends = went ? [after] : [];
    for (const clause of clauses) {
      // the error may come anywhere in the body
      this.names = merge([before, after], false);
      if (this.block(childrenOf(clause).find(({ type }) => type === 'block')!)) ends.push(this.names);
    }
    this.names = ends.length > 0 ? merge(ends, false) : after;
    return ends.length > 0;
  }

  private nested(node: Node): Callable {
    const body = node.childForFieldName('body') ?? node;
    const captured = combine(
      ...[...namesIn(body)].flatMap((name) => this.names.get(name) ?? []),
      ...this.selfReads(body),
    );
    return { kind: 'callable', captured };
  }

  private selfReads(node: Node): Value[] {
    return nodesOfType(node, 'attribute')
      .filter((each) => /^self\.\w+$/.test(each.text))
      .map((each) => this.value(each));
  }

  /** Whether a condition is known to hold in this configuration. */
  truth(node: Node): boolean | undefined {
    if (node.type === 'parenthesized_expression') return this.truth(childrenOf(node)[0]!);
    if (node.type === 'not_operator') {
      const inner = this.truth(node.childForFieldName('argument')!);
      return inner === undefined ? undefined : !inner;
    }
    if (node.type === 'boolean_operator') {
      const sides = [
        this.truth(node.childForFieldName('left')!),
        this.truth(node.childForFieldName('right')!),
      ];
      const decisive = node.childForFieldName('operator')?.text === 'or';
      if (sides.includes(decisive)) return decisive;
      return sides.includes(undefined) ? undefined : !decisive;
    }
    const none = /^(\S+) is (not )?None$/.exec(node.text);
    if (none) {
      const value = this.value(childrenOf(node)[0]!);
      if (value.kind !== 'atom' || value.literal === undefined) return undefined;
      return (value.literal === null) !== (none[2] !== undefined);
    }
    if (node.type === 'call' && node.childForFieldName('function')?.text === 'isinstance') {
      const [asked, type] = childrenOf(node.childForFieldName('arguments')!);
      const attribute = /^self\.(\w+)$/.exec(asked?.text ?? '')?.[1];
      return attribute && type ? this.isInstance(attribute, type.text) : undefined;
    }
    const attribute = /^self\.(\w+)$/.exec(node.text)?.[1];
    const fact = attribute === undefined ? undefined : this.factOf(attribute);
    if (fact?.kind === 'isinstance') return this.isInstance(fact.attribute!, fact.name!);
    if (
      node.type === 'integer' ||
      node.type === 'true' ||
      node.type === 'false' ||
      node.type === 'identifier' ||
      fact
    ) {
      const value = this.value(node);
      return value.kind === 'atom' && value.literal !== undefined ? !!value.literal : undefined;
    }
    return undefined;
  }

  private isInstance(attribute: string, type: string): boolean | undefined {
    const fact = this.factOf(attribute);
    if (fact?.kind !== 'module' || !fact.name || !/^[\w.]+$/.test(type)) return undefined;
    return fact.name.split('.').at(-1) === type.split('.').at(-1);
  }

  private factOf(attribute: string) {
    return this.facts.written.has(attribute) ? undefined : factOf(this.facts, attribute, this.decided);
  }

  value(node: Node): Value {
    switch (node.type) {
      case 'identifier':
        return this.names.get(node.text) ?? CONSTANT;
      case 'attribute':
        return this.attribute(node);
      case 'subscript':
        return this.subscript(node);
      case 'call':
        return callResult(node, this);
      case 'parenthesized_expression':
      case 'await':
      case 'list_splat':
        return childrenOf(node)[0] ? this.value(childrenOf(node)[0]!) : CONSTANT;
      case 'keyword_argument':
        return this.value(node.childForFieldName('value')!);
      case 'expression_list':
      case 'tuple':
      case 'list': {
        const items = childrenOf(node);
        if (items.some(({ type }) => type === 'list_splat'))
          return combine(...items.map((each) => this.value(each)));
        return { kind: 'tuple', items: items.map((each) => this.value(each)) };
      }
      case 'dictionary':
        return this.dictionary(node);
      case 'binary_operator':
        return this.operation(node);
      case 'conditional_expression': {
        const [whenTrue, condition, whenFalse] = childrenOf(node) as [Node, Node, Node];
        const truth = this.truth(condition);
        if (truth !== undefined) return this.value(truth ? whenTrue : whenFalse);
        const both = join(this.value(whenTrue), this.value(whenFalse));
        const asked = collapse(this.value(condition));
        return asked.dependence === 'constant' ? both : combine(both, asked);
      }
      case 'comparison_operator':
        if (/ is (not )?None$/.test(node.text)) return CONSTANT;
        return combine(...childrenOf(node).map((each) => this.value(each)));
      case 'named_expression': {
        const value = this.value(node.childForFieldName('value')!);
        this.assign(node.childForFieldName('name')!, value);
        return value;
      }
      case 'as_pattern': {
        const [value, alias] = childrenOf(node) as [Node, Node];
        const held = this.value(value);
        if (alias) this.assign(childrenOf(alias)[0] ?? alias, held);
        return held;
      }
      case 'lambda':
        return this.nested(node);
      default: {
        const literal = literalValue(node);
        if (literal !== undefined) return literalAtom(literal);
        return combine(
          ...[...namesIn(node)].flatMap((name) => this.names.get(name) ?? []),
          ...this.selfReads(node),
        );
      }
    }
  }

  private attribute(node: Node): Value {
    const object = node.childForFieldName('object')!;
    const name = node.childForFieldName('attribute')!.text;
    const kept = this.names.get(node.text);
    if (kept) return kept;
    if (object.text === 'self') return this.ownAttribute(name, node);
    if (SHAPE.test(name)) return CONSTANT;
    const held = this.value(object);
    if (held.kind === 'entries') return held.entries.get(name) ?? collapse(held);
    if (held.kind === 'callable' && held.captured === undefined) {
      // self.queries.weight is a parameter, self.lm.config is not
      return /^(weight|bias|data|\w*_(embed\w*|token\w*|quer\w*))$/.test(name)
        ? learnedAtom(node)
        : { kind: 'callable' };
    }
    return collapse(held);
  }

  private ownAttribute(name: string, node: Node): Value {
    if (this.facts.written.has(name)) return INPUT;
    const fact = this.factOf(name);
    if (fact?.kind === 'parameter') return learnedAtom(node);
    if (fact?.kind === 'literal') return literalAtom(fact.literal!);
    if (fact?.kind === 'module' || this.facts.methods.has(name)) return { kind: 'callable', attribute: name };
    return fact?.kind === 'other' ? CONSTANT : { kind: 'callable', attribute: name };
  }

  private subscript(node: Node): Value {
    const held = this.value(node.childForFieldName('value')!);
    const index = node.childForFieldName('subscript');
    const literal = literalValue(index);
    if (held.kind === 'tuple' && typeof literal === 'number') {
      const item = held.items.at(literal);
      if (item) return item;
    }
    if (held.kind === 'entries' && typeof literal === 'string')
      return held.entries.get(literal) ?? collapse(held);
    if (held.kind === 'callable' && held.captured === undefined) return { kind: 'callable' };
    return combine(held, index ? this.value(index) : CONSTANT);
  }

  private dictionary(node: Node): Entries | Value {
    const entries = new Map<string, Value>();
    const others: Value[] = [];
    for (const each of childrenOf(node)) {
      const key = stringValue(each.childForFieldName('key'));
      const value = each.childForFieldName('value');
      if (each.type === 'pair' && key !== undefined && value) entries.set(key, this.value(value));
      else others.push(this.value(value ?? childrenOf(each)[0] ?? each));
    }
    const [spread] = others;
    if (others.length === 0) return { kind: 'entries', entries };
    if (others.length === 1 && spread?.kind === 'entries')
      return { kind: 'entries', entries: new Map([...spread.entries, ...entries]) };
    return combine({ kind: 'entries', entries }, ...others);
  }

  private operation(node: Node): Value {
    const [left, right] = [node.childForFieldName('left')!, node.childForFieldName('right')!];
    const operator = node.childForFieldName('operator')?.text;
    if (operator === '+') return this.sum(left, right, node);
    const [a, b] = [collapse(this.value(left)), collapse(this.value(right))];
    const number =
      typeof a.literal === 'number' ? a.literal : typeof b.literal === 'number' ? b.literal : undefined;
    const factor =
      operator === '*'
        ? number
        : operator === '/' && typeof b.literal === 'number'
          ? 1 / b.literal
          : undefined;
    if (factor === 0) return CONSTANT;
    const product = combine(a, b);
    return factor !== undefined && product.dependence === 'full'
      ? { ...product, factor: Math.abs(factor) }
      : product;
  }

  /** Learned constants plus a fraction of what depends: weak. */
  private sum(left: Node, right: Node, node: Node): Value {
    const [a, b] = [collapse(this.value(left)), collapse(this.value(right))];
    for (const [constant, added] of [
      [a, b],
      [b, a],
    ] as const) {
      if (constant.dependence !== 'constant' || !constant.learned || added.dependence !== 'full') continue;
      if (added.factor !== undefined && added.factor < 1) {
        return {
          kind: 'atom',
          dependence: 'weak',
          learned: true,
          factor: added.factor,
          at: node,
          origins: [],
        };
      }
    }
    return combine(a, b);
  }

  methodOf(name: string): Node | undefined {
    return this.facts.methods.get(name);
  }

  moduleOf(attribute: string): string | undefined {
    const fact = this.factOf(attribute);
    return fact?.kind === 'module' ? fact.name : undefined;
  }

  runMethod(method: Node, names: Names): Value {
    return new ForwardRun(this.facts, this.decided, names, this.callClass, this.depth + 1).run(method).value;
  }

  isShapeOnly(call: Node): boolean {
    return dataIndependent(call);
  }
}

function merge(ends: readonly Names[], hanging: boolean): Names {
  const [first, ...rest] = ends as [Names, ...Names[]];
  const names = new Map(first);
  for (const end of rest) {
    for (const [name, value] of end) {
      const known = names.get(name);
      if (known === undefined) names.set(name, hanging ? combine(value, INPUT) : value);
      else if (known !== value)
        names.set(name, hanging && !alike(known, value) ? combine(known, value, INPUT) : join(known, value));
    }
  }
  return names;
}

/** Entries that one way adds to a dict hang on the condition, those that were there do not. */
function alike(a: Value, b: Value): boolean {
  return a.kind === 'entries' && b.kind === 'entries';
}

function outputNames(node: Node): string[] {
  const inner = node.type === 'parenthesized_expression' ? childrenOf(node)[0]! : node;
  const items = inner.type === 'expression_list' || inner.type === 'tuple' ? childrenOf(inner) : [inner];
  return items.map((each) => lastName(each) ?? '');
}
