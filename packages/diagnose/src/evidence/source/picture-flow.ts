import {
  childrenOf,
  definedName,
  type Node,
  nodesOfType,
  positionalArguments,
  stringValue,
} from '@plumb/python';
import type { Module } from './detector.ts';
import { after, type Flip, flipOf, NO_FLIP } from './flips.ts';
import { assignmentsTo, holds, methodOf, namesIn, ownNodes, receiverOf, scopeOf } from './syntax.ts';

/** Steps that a picture is followed; a real one takes some ten from the observation to the policy. */
const MAX_STEPS = 200;

/** What shows a picture to people, not to a policy. */
const FOR_PEOPLE =
  /video|replay|frames?$|record|writer|imwrite|imsave|imshow|print|append_obs|append_vector|append_image|^save/i;

/** Places where an observation's picture is read: `obs["agentview_image"]`, `obs.get(key)`. */
export function pictureReads(module: Module, isKey: (key: string) => boolean): Node[] {
  const keys = nodesOfType(module.root, 'string').filter((node) => isKey(stringValue(node) ?? ''));
  // key = "agentview_image" if … else "agentview_rgb"; obs[key]
  const names = new Set(keys.flatMap((key) => keptKey(key) ?? []));
  const reads = nodesOfType(module.root, 'subscript').filter((node) => {
    const index = node.childForFieldName('subscript');
    return !!index && (names.has(index.text) || keys.some((key) => holds(index, key)));
  });
  const gets = keys.flatMap((key) => {
    const call = key.parent?.parent;
    return call?.type === 'call' && methodOf(call) === 'get' && receiverOf(call) ? [call] : [];
  });
  return [...reads, ...gets].filter((node) => !isTarget(node)).sort((a, b) => a.startIndex - b.startIndex);
}

function keptKey(key: Node): string | undefined {
  for (let node = key.parent; node; node = node.parent) {
    if (node.type === 'assignment') return node.childForFieldName('left')?.text;
    if (node.type !== 'conditional_expression' && node.type !== 'parenthesized_expression') return undefined;
  }
  return undefined;
}

/** Every way in which a picture may have been turned by the time that somebody uses it; pictures for people left out. */
export function flipsOf(read: Node, repository: Functions): Flip[] {
  const flow = new PictureFlow(repository);
  flow.follow(read, NO_FLIP);
  return flow.ends;
}

class PictureFlow {
  readonly ends: Flip[] = [];
  private readonly repository: Functions;
  private readonly seen = new Set<string>();
  private steps = 0;

  constructor(repository: Functions) {
    this.repository = repository;
  }

  /** From an expression that is the picture outwards, to where it is kept, returned or used. */
  follow(picture: Node, turned: Flip): void {
    const key = `${picture.id}:${turned.vertical}:${turned.horizontal}`;
    if (this.seen.has(key) || ++this.steps > MAX_STEPS) return;
    this.seen.add(key);
    let flip = turned;
    for (let inner = picture, outer = picture.parent; outer; inner = outer, outer = outer.parent) {
      const turn = flipOf(outer);
      if (turn && holds(turn.picture, picture)) flip = after(flip, turn.flip);
      if (outer.type === 'call' && holds(outer, picture)) {
        if (FOR_PEOPLE.test(methodOf(outer)) || FOR_PEOPLE.test(receiverOf(outer)?.text ?? '')) return;
        const inside = this.repository.definitionOf(methodOf(outer));
        if (inside && !holds(inside, outer)) {
          this.enter(inside, outer, inner, flip);
          return;
        }
      }
      if (outer.type === 'assignment') {
        const target = outer.childForFieldName('left');
        if (target && !holds(target, inner)) this.kept(target, outer, flip);
        return;
      }
      if (outer.type === 'return_statement') {
        this.leave(outer, flip);
        return;
      }
      if (/_statement$|^block$|_clause$/.test(outer.type)) {
        if (outer.type === 'expression_statement') this.ends.push(flip);
        return;
      }
    }
  }

  private kept(target: Node, assignment: Node, flip: Flip): void {
    const name = target.text.split('[')[0]!;
    const scope = scopeOf(assignment);
    // x[i] = f(img) keeps it in x
    const uses = ownNodes(scope, 'identifier').filter(
      (node) => node.text === name && node.startIndex > assignment.endIndex && !isTarget(node),
    );
    const next = reassignment(scope, name, assignment);
    const reached = uses.filter((node) => !next || node.startIndex < next.endIndex);
    if (reached.length === 0) this.ends.push(flip);
    for (const use of reached) this.follow(use, flip);
  }

  /** The picture goes into a function of this repository: what that does to it, and on with what comes back. */
  private enter(helper: Node, call: Node, argument: Node, flip: Flip): void {
    const position = positionalArguments(call).findIndex((each) => holds(each, argument));
    const parameters = childrenOf(helper.childForFieldName('parameters')!).filter(
      ({ text }) => text !== 'self',
    );
    const parameter = parameters[Math.max(0, position)];
    const name =
      parameter?.childForFieldName('name')?.text ?? (parameter ? [...namesIn(parameter)][0] : undefined);
    const inside = new PictureFlow(this.repository);
    for (const key of this.seen) inside.seen.add(key);
    inside.seen.add(`leave:${helper.id}`);
    for (const use of nodesOfType(helper.childForFieldName('body')!, 'identifier').filter(
      ({ text }) => text === name,
    )) {
      if (!isTarget(use)) inside.follow(use, flip);
    }
    const turns = inside.ends;
    // several ends inside (checks, branches): a turn counts where there is one
    const out =
      turns.find((each) => each.vertical !== flip.vertical || each.horizontal !== flip.horizontal) ?? flip;
    this.follow(call, out);
  }

  private leave(statement: Node, flip: Flip): void {
    const scope = scopeOf(statement);
    const name = scope.type === 'function_definition' ? definedName(scope) : '';
    const calls = name && !this.seen.has(`leave:${scope.id}`) ? this.repository.callsOf(name) : [];
    if (calls.length === 0) this.ends.push(flip);
    for (const call of calls) this.follow(call, flip);
  }
}

/** Functions and calls by name, looked up in the files whose text has the name. */
export class Functions {
  private readonly modules: readonly Module[];
  private readonly definitions = new Map<string, Node[]>();
  private readonly calls = new Map<string, Node[]>();

  constructor(modules: readonly Module[]) {
    this.modules = modules;
  }

  /** The function of that name; undefined where there is none, or more than one. */
  definitionOf(name: string): Node | undefined {
    const known =
      this.definitions.get(name) ?? this.find(name, `def ${name}(`, 'function_definition', definedName);
    this.definitions.set(name, known);
    return known.length === 1 ? known[0] : undefined;
  }

  callsOf(name: string): Node[] {
    const known = this.calls.get(name) ?? this.find(name, `${name}(`, 'call', methodOf);
    this.calls.set(name, known);
    return known;
  }

  private find(name: string, text: string, type: string, nameOf: (node: Node) => string): Node[] {
    return this.modules
      .filter((module) => module.text.includes(text))
      .flatMap(({ root }) => nodesOfType(root, type).filter((node) => nameOf(node) === name));
  }
}

function isTarget(node: Node): boolean {
  const { parent } = node;
  return parent?.type === 'assignment' && parent.childForFieldName('left')?.id === node.id;
}

/** The next place in the same block that gives the name something else. */
function reassignment(scope: Node, name: string, after_: Node): Node | undefined {
  const block = after_.parent?.parent;
  return assignmentsTo(scope, name)
    .map(({ value }) => value.parent!)
    .find((node) => node.startIndex > after_.endIndex && node.parent?.parent?.id === block?.id);
}
