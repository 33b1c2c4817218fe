import { childrenOf, definedName, lastName, type Node } from '@plumb/python';
import { sumOf } from './arithmetic.ts';
import { assign, mutate } from './assign.ts';
import type { ClassFacts } from './class-facts.ts';
import { evaluate, nestedFunction } from './expression.ts';
import type { CallClass, MethodScope, Names } from './method-scope.ts';
import { truthOf } from './truth.ts';
import { CONSTANT, collapse, combine, INPUT, join, literalAtom, type Value } from './value.ts';
import { merge, sameNames } from './ways.ts';

/** Turns that a loop is followed: what depends settles in one or two, nested ones included. */
const MAX_TURNS = 3;

export interface Output {
  readonly value: Value;
  /** Of the elements where it is a tuple, else of the whole. */
  readonly names: readonly string[];
}

/** Walks one method and follows what depends on its arguments. Names hold what they depend on, never numbers. */
export function runMethod(
  facts: ClassFacts,
  decided: ReadonlyMap<string, boolean>,
  method: Node,
  names: Names,
  callClass: CallClass,
  depth: number,
): Output {
  const scope: MethodScope = {
    facts,
    decided,
    callClass,
    depth,
    names,
    callMethod: (inner, given, from) =>
      runMethod(facts, decided, inner, given, callClass, from.depth + 1).value,
  };
  return new MethodRun(scope).run(method);
}

class MethodRun {
  private readonly scope: MethodScope;
  private readonly returned: Output[] = [];
  /** Names at `break` and `continue` of the loop under way. */
  private left: Names[] = [];
  /** A return hangs on data: then which one is taken is an answer, too. */
  private hangs = false;

  constructor(scope: MethodScope) {
    this.scope = scope;
  }

  run(method: Node): Output {
    const body = method.childForFieldName('body');
    if (body) this.block(body);
    const [first, ...rest] = this.returned;
    if (!first) return { value: literalAtom(null), names: [''] };
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
        const [value] = childrenOf(node);
        if (value) this.returned.push({ value: evaluate(value, this.scope), names: outputNames(value) });
        return false;
      }
      case 'raise_statement':
        return false;
      case 'break_statement':
      case 'continue_statement':
        this.left.push(new Map(this.scope.names));
        return false;
      case 'if_statement':
        return this.branch(
          node,
          childrenOf(node).filter(({ type }) => /^(elif|else)_clause$/.test(type)),
        );
      case 'for_statement':
      case 'while_statement':
        this.loop(node);
        return true;
      case 'with_statement':
        for (const item of childrenOf(childrenOf(node)[0]!)) {
          evaluate(item.childForFieldName('value') ?? item, this.scope);
        }
        return this.block(node.childForFieldName('body')!);
      case 'try_statement':
        return this.attempt(node);
      case 'match_statement':
        return this.match(node);
      case 'function_definition':
        this.scope.names.set(definedName(node), nestedFunction(node, this.scope));
        return true;
      default:
        return true;
    }
  }

  private effect(node: Node): void {
    const [left, right] = [node.childForFieldName('left'), node.childForFieldName('right')];
    if (node.type === 'assignment') {
      if (!left || !right) return;
      // a = b = c nests to the right
      if (right.type === 'assignment') this.effect(right);
      assign(
        left,
        evaluate(right.type === 'assignment' ? right.childForFieldName('left')! : right, this.scope),
        this.scope,
      );
    } else if (node.type === 'augmented_assignment') {
      const [a, b] = [collapse(evaluate(left!, this.scope)), collapse(evaluate(right!, this.scope))];
      const isSum = node.childForFieldName('operator')?.text === '+=';
      assign(left!, isSum ? sumOf(a, b, node) : combine(a, b), this.scope);
    } else {
      evaluate(node, this.scope);
      if (node.type === 'call') mutate(node, this.scope);
    }
  }

  /** `if` or `elif`, with the clauses that follow it. */
  private branch(node: Node, clauses: readonly Node[]): boolean {
    const condition = node.childForFieldName('condition')!;
    const [next, ...rest] = clauses;
    const then = () => this.block(node.childForFieldName('consequence')!);
    const otherwise = () => {
      if (!next) return true;
      return next.type === 'else_clause'
        ? this.block(next.childForFieldName('body')!)
        : this.branch(next, rest);
    };
    const truth = truthOf(condition, this.scope);
    if (truth !== undefined) return truth ? then() : otherwise();
    return this.fork([then, otherwise], evaluate(condition, this.scope));
  }

  private match(node: Node): boolean {
    const blocks = childrenOf(node.childForFieldName('body')!).flatMap(
      (each) => each.childForFieldName('consequence') ?? [],
    );
    const subject = evaluate(node.childForFieldName('subject')!, this.scope);
    return this.fork([...blocks.map((block) => () => this.block(block)), () => true], subject);
  }

  /** Several ways on. What differs between them depends on the condition, too. */
  private fork(ways: readonly (() => boolean)[], condition: Value): boolean {
    const before = this.scope.names;
    const hanging = collapse(condition).dependence !== 'constant';
    const returnedBefore = this.returned.length;
    const ends: Names[] = [];
    for (const way of ways) {
      this.scope.names = new Map(before);
      if (way()) ends.push(this.scope.names);
    }
    if (hanging && this.returned.length > returnedBefore) this.hangs = true;
    this.scope.names = ends.length > 0 ? merge(ends, hanging) : before;
    return ends.length > 0;
  }

  private loop(node: Node): void {
    const outer = this.left;
    const iterated =
      node.type === 'for_statement' ? evaluate(node.childForFieldName('right')!, this.scope) : undefined;
    const condition = iterated ? CONSTANT : evaluate(node.childForFieldName('condition')!, this.scope);
    for (let turn = 0; turn < MAX_TURNS; turn++) {
      this.left = [];
      const before = this.scope.names;
      this.scope.names = new Map(before);
      if (iterated) {
        const item: Value = iterated.kind === 'callable' ? { kind: 'callable' } : collapse(iterated);
        assign(node.childForFieldName('left')!, item, this.scope);
      }
      const ends = this.block(node.childForFieldName('body')!) ? [this.scope.names] : [];
      this.scope.names = merge(
        [before, ...ends, ...this.left],
        collapse(condition).dependence !== 'constant',
      );
      // what one turn leaves is what the next one starts with
      if (turn > 0 && sameNames(before, this.scope.names)) break;
    }
    this.left = outer;
  }

  private attempt(node: Node): boolean {
    const before = new Map(this.scope.names);
    const went = this.block(node.childForFieldName('body')!);
    const after = this.scope.names;
    const ends = went ? [after] : [];
    const clauses = childrenOf(node);
    for (const clause of clauses.filter(({ type }) => /^except_(group_)?clause$/.test(type))) {
      // the error may come anywhere in the body
      this.scope.names = merge([before, after], false);
      if (this.block(blockIn(clause))) ends.push(this.scope.names);
    }
    this.scope.names = ends.length > 0 ? merge(ends, false) : after;
    const last = clauses.find(({ type }) => type === 'finally_clause');
    return (!last || this.block(blockIn(last))) && ends.length > 0;
  }
}

function blockIn(clause: Node): Node {
  return childrenOf(clause).find(({ type }) => type === 'block') ?? clause;
}

function outputNames(node: Node): string[] {
  const inner = node.type === 'parenthesized_expression' ? childrenOf(node)[0]! : node;
  const items = inner.type === 'expression_list' || inner.type === 'tuple' ? childrenOf(inner) : [inner];
  return items.map((each) => lastName(each) ?? '');
}
