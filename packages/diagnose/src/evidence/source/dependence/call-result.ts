import { childrenOf, dottedName, lastName, type Node, stringValue } from '@plumb/python';
import { bindArguments } from './bind-arguments.ts';
import { type Callable, CONSTANT, combine, type Value } from './value.ts';

/** What a call needs to know of the method that it stands in. */
export interface Caller {
  readonly depth: number;
  value(node: Node): Value;
  methodOf(name: string): Node | undefined;
  /** Class that an attribute was built from: `SimpleBackbone` of `self.backbone = SimpleBackbone(config)`. */
  moduleOf(attribute: string): string | undefined;
  runMethod(method: Node, names: Map<string, Value>): Value;
  /** `forward` of a class of the repository; undefined where the name is none. */
  callClass(name: string, from: Caller, given: Given): Value | undefined;
}

export interface Given {
  readonly positional: readonly Value[];
  readonly keyword: ReadonlyMap<string, Value>;
  /** `*args` or `**kwargs` came along. */
  readonly more: readonly Value[];
}

/** Deeper nesting of modules than any policy has; ends recursion. */
const MAX_DEPTH = 12;

/** Functions and methods whose result tells shapes and types, never numbers. */
const INDEPENDENT =
  /^(size|dim|ndimension|numel|nelement|element_size|get_device|is_floating_point|stride|isinstance|hasattr|len|type|callable|(zeros|ones|empty|full|rand|randn|randint)_like|new_(zeros|ones|empty))$/;
/** Methods that take another tensor for its form only. */
const FORM_OF_OTHER = /^(expand_as|view_as|reshape_as|type_as|to)$/;

export function dataIndependent(call: Node): boolean {
  return INDEPENDENT.test(lastName(call.childForFieldName('function')) ?? '');
}

/** What a call's result depends on: known for parts of the repository, else on everything that it is given. */
export function callResult(call: Node, caller: Caller): Value {
  const callee = call.childForFieldName('function')!;
  const name = lastName(callee) ?? '';
  if (dataIndependent(call)) return CONSTANT;
  const given = givenTo(call, caller);
  const everything = [...given.positional, ...given.keyword.values(), ...given.more];
  if (callee.type === 'attribute' && FORM_OF_OTHER.test(name))
    return caller.value(callee.childForFieldName('object')!);
  if (name === 'getattr' && given.positional[0]) return given.positional[0];

  const attribute = /^self\.(\w+)(\.forward)?$/.exec(dottedName(callee) ?? '')?.[1];
  if (attribute !== undefined && caller.depth < MAX_DEPTH) {
    const method = caller.methodOf(attribute);
    const names = method && given.more.length === 0 ? bindArguments(method, given) : undefined;
    if (method && names) return caller.runMethod(method, names);
    const built = caller.moduleOf(attribute);
    const result =
      built === undefined || given.more.length > 0 ? undefined : caller.callClass(built, caller, given);
    if (result) return result;
  }
  // SomeOutput(actions=…, loss=…), dict(actions=…)
  if (
    /^(dict|[A-Z]\w*)$/.test(name) &&
    given.positional.length === 0 &&
    given.more.length === 0 &&
    given.keyword.size > 0
  ) {
    return { kind: 'entries', entries: given.keyword };
  }
  const held = callee.type === 'attribute' ? receiver(callee, caller) : caller.value(callee);
  if (held.kind === 'entries' && name === 'get') {
    const key = stringValue(childrenOf(call.childForFieldName('arguments')!)[0]);
    if (key !== undefined && held.entries.has(key)) return held.entries.get(key)!;
  }
  if (held.kind === 'callable')
    return combine({ ...CONSTANT, learned: true }, held.captured ?? CONSTANT, ...everything);
  return combine(held, ...everything);
}

function receiver(callee: Node, caller: Caller): Value {
  const object = callee.childForFieldName('object')!;
  // `self.helper(x)` that is neither a method here nor a known part: inherited, or a module of a library
  return object.text === 'self' ? ({ kind: 'callable' } satisfies Callable) : caller.value(object);
}

function givenTo(call: Node, caller: Caller): Given {
  const list = call.childForFieldName('arguments');
  const positional: Value[] = [];
  const keyword = new Map<string, Value>();
  const more: Value[] = [];
  for (const each of list?.type === 'argument_list' ? childrenOf(list) : list ? [list] : []) {
    if (each.type === 'keyword_argument')
      keyword.set(each.childForFieldName('name')!.text, caller.value(each.childForFieldName('value')!));
    else if (each.type === 'list_splat' || each.type === 'dictionary_splat')
      more.push(caller.value(childrenOf(each)[0]!));
    else positional.push(caller.value(each));
  }
  return { positional, keyword, more };
}
