import {
  type Assignment,
  assignmentsIn,
  childrenOf,
  dottedName,
  lastName,
  type Node,
  nodesOfType,
  stringValue,
} from '@plumb/python';

export const LOOPS = ['for_statement', 'while_statement'];

/** Nodes around a node, the nearest first, up to the function or file that runs it. */
export function ancestorsOf(node: Node): Node[] {
  const found: Node[] = [];
  for (let parent = node.parent; parent; parent = parent.parent) {
    if (parent.type === 'function_definition' || parent.type === 'lambda') break;
    found.push(parent);
  }
  return found;
}

/** The function that runs a node, else the file. */
export function scopeOf(node: Node): Node {
  let current = node;
  for (let parent = node.parent; parent; parent = parent.parent) {
    if (parent.type === 'function_definition') return parent;
    current = parent;
  }
  return current;
}

/** Nodes of a type that run when the scope runs: those of functions defined inside are left out. */
export function ownNodes(scope: Node, ...types: string[]): Node[] {
  const inner = functionsInside(scope);
  return nodesOfType(scope, ...types).filter(
    (node) => node.id !== scope.id && !inner.some((each) => isInside(node, each)),
  );
}

// asking each node for its parents costs far more: tree-sitter finds a parent from the root down
function functionsInside(scope: Node): Node[] {
  return nodesOfType(scope, 'function_definition').filter(({ id }) => id !== scope.id);
}

function isInside(node: Node, definition: Node): boolean {
  return node.id !== definition.id && holds(definition, node);
}

export function holds(outer: Node, inner: Node): boolean {
  return outer.startIndex <= inner.startIndex && inner.endIndex <= outer.endIndex;
}

/** The innermost loop around a node that the same function runs. */
export function loopAround(node: Node): Node | undefined {
  return ancestorsOf(node).find(({ type }) => LOOPS.includes(type));
}

/** Object of a method call: `self.model` of `self.model.eval()`. */
export function receiverOf(call: Node): Node | undefined {
  const callee = call.childForFieldName('function');
  return callee?.type === 'attribute' ? (callee.childForFieldName('object') ?? undefined) : undefined;
}

/** Last part of what is called: `load` of `torch.load(…)`. */
export function methodOf(call: Node): string {
  return lastName(call.childForFieldName('function')) ?? '';
}

/** Names that an expression reads, attributes' own names and keywords left out. */
export function namesIn(node: Node): Set<string> {
  const found = new Set<string>();
  for (const name of nodesOfType(node, 'identifier')) {
    const { parent } = name;
    if (parent?.type === 'attribute' && parent.childForFieldName('attribute')?.id === name.id) continue;
    if (parent?.type === 'keyword_argument' && parent.childForFieldName('name')?.id === name.id) continue;
    found.add(name.text);
  }
  return found;
}

/** Whether a node mentions one of these names or dotted names (`obs`, `self.env`). */
export function mentions(node: Node, names: ReadonlySet<string>): boolean {
  return nodesOfType(node, 'identifier', 'attribute').some((name) => {
    const dotted = dottedName(name);
    if (dotted === undefined || !names.has(dotted)) return false;
    const { parent } = name;
    if (parent?.type === 'attribute' && parent.childForFieldName('attribute')?.id === name.id) return false;
    return !(parent?.type === 'keyword_argument' && parent.childForFieldName('name')?.id === name.id);
  });
}

/** Every string literal under a node. */
export function stringsIn(node: Node): string[] {
  return nodesOfType(node, 'string').flatMap((literal) => stringValue(literal) ?? []);
}

/** Assignments that the scope itself makes to a target, in order. */
export function assignmentsTo(scope: Node, target: string): Assignment[] {
  if (!scope.text.includes(target)) return [];
  const found = assignmentsIn(scope).filter((each) => each.target === target);
  const inner = found.length > 0 ? functionsInside(scope) : [];
  return found.filter(({ value }) => !inner.some((each) => isInside(value, each)));
}

/** Classes that an `except` names; empty for a bare one. */
export function caughtBy(clause: Node): string[] {
  const value = clause.childForFieldName('value');
  const caught = value?.type === 'as_pattern' ? childrenOf(value)[0] : value;
  if (!caught) return [];
  const names = caught.type === 'tuple' ? childrenOf(caught) : [caught];
  return names.map((name) => dottedName(name) ?? name.text);
}

/** A bare `except`, or one that catches everything that can go wrong. */
export function isBroad(clause: Node): boolean {
  const caught = caughtBy(clause);
  return caught.length === 0 || caught.some((name) => name === 'Exception' || name === 'BaseException');
}

/** Block of a clause (`except`, `finally`, `else`). */
export function blockOf(clause: Node): Node {
  return (
    clause.childForFieldName('body') ?? childrenOf(clause).find(({ type }) => type === 'block') ?? clause
  );
}

/** Whether a block leaves by an error or ends the program: nobody goes on as if nothing had happened. */
export function givesUp(block: Node): boolean {
  return (
    nodesOfType(block, 'raise_statement').length > 0 ||
    nodesOfType(block, 'call').some((call) =>
      /^(sys\.exit|exit|quit|os\._exit|os\.abort|pytest\.(skip|fail)|parser\.error)$/.test(
        dottedName(call.childForFieldName('function')) ?? '',
      ),
    )
  );
}

/** Whether a block tells a person: `print`, a logger, a warning. */
export function speaks(block: Node): boolean {
  return nodesOfType(block, 'call').some((call) =>
    /(^|\.)_?(print|print_exc|log|info|warn|warning|error|exception|critical|debug|warning_once|echo)$/.test(
      dottedName(call.childForFieldName('function')) ?? methodOf(call),
    ),
  );
}

/** `[i:j]` upper bound of a slice from the start: 3 of `x[:3]`. */
export function leadingSlice(node: Node): number | undefined {
  if (node.type !== 'subscript') return undefined;
  const slice = node.childForFieldName('subscript');
  const match = slice?.type === 'slice' ? /^\s*:\s*(\d+)\s*$/.exec(slice.text) : undefined;
  return match ? Number(match[1]) : undefined;
}
