import { childrenOf, dottedName, lastName, type Node, stringValue } from '@plumb/python';
import { bindArguments } from './bind-arguments.ts';
import { evaluate } from './expression.ts';
import { type Given, type MethodScope, moduleOf } from './method-scope.ts';
import { CONSTANT, combine, type Value } from './value.ts';

/** Deeper nesting of modules than any policy has; ends recursion. */
const MAX_DEPTH = 12;

/** Functions and methods whose result tells shapes and types, never numbers. */
const SHAPE_ONLY =
  /^(size|dim|ndimension|numel|nelement|element_size|get_device|is_floating_point|stride|isinstance|hasattr|len|type|callable|(zeros|ones|empty|full|rand|randn|randint)_like|new_(zeros|ones|empty))$/;
/** Methods that take another tensor for its form only. */
const FORM_OF_OTHER = /^(expand_as|view_as|reshape_as|type_as|to)$/;

/** What a call's result depends on: known for parts of the repository, else on everything that it is given. */
export function callResult(call: Node, scope: MethodScope): Value {
  const callee = call.childForFieldName('function')!;
  const name = lastName(callee) ?? '';
  if (SHAPE_ONLY.test(name)) return CONSTANT;
  if (callee.type === 'attribute' && FORM_OF_OTHER.test(name)) {
    return evaluate(callee.childForFieldName('object')!, scope);
  }
  const given = givenTo(call, scope);
  if (name === 'getattr' && given.positional[0]) return given.positional[0];
  const own = resultOfOwn(callee, given, scope);
  if (own) return own;
  // SomeOutput(actions=…, loss=…), dict(actions=…)
  const byKeyword = given.positional.length === 0 && given.more.length === 0 && given.keyword.size > 0;
  if (byKeyword && /^(dict|[A-Z]\w*)$/.test(name)) return { kind: 'entries', entries: given.keyword };

  const held = calledValue(callee, scope);
  if (held.kind === 'entries' && name === 'get') {
    const key = stringValue(childrenOf(call.childForFieldName('arguments')!)[0]);
    if (key !== undefined && held.entries.has(key)) return held.entries.get(key)!;
  }
  const everything = [...given.positional, ...given.keyword.values(), ...given.more];
  if (held.kind !== 'callable') return combine(held, ...everything);
  return combine({ ...CONSTANT, learned: true }, held.captured ?? CONSTANT, ...everything);
}

/** `self.method(…)` and `self.part(…)`, where the source shows what they do. */
function resultOfOwn(callee: Node, given: Given, scope: MethodScope): Value | undefined {
  const attribute = /^self\.(\w+)(\.forward)?$/.exec(dottedName(callee) ?? '')?.[1];
  if (attribute === undefined || scope.depth >= MAX_DEPTH || given.more.length > 0) return undefined;
  const method = scope.facts.methods.get(attribute);
  const names = method && bindArguments(method, given);
  if (method && names) return scope.callMethod(method, names, scope);
  const built = moduleOf(scope, attribute);
  return built === undefined ? undefined : scope.callClass(built, scope, given);
}

function calledValue(callee: Node, scope: MethodScope): Value {
  if (callee.type !== 'attribute') return evaluate(callee, scope);
  const object = callee.childForFieldName('object')!;
  // `self.helper(x)` that is neither a method here nor a known part: inherited, or a module of a library
  return object.text === 'self' ? { kind: 'callable' } : evaluate(object, scope);
}

function givenTo(call: Node, scope: MethodScope): Given {
  const list = call.childForFieldName('arguments');
  const positional: Value[] = [];
  const keyword = new Map<string, Value>();
  const more: Value[] = [];
  for (const each of list?.type === 'argument_list' ? childrenOf(list) : list ? [list] : []) {
    if (each.type === 'keyword_argument') {
      keyword.set(each.childForFieldName('name')!.text, evaluate(each, scope));
    } else if (each.type === 'list_splat' || each.type === 'dictionary_splat') {
      more.push(evaluate(childrenOf(each)[0]!, scope));
    } else {
      positional.push(evaluate(each, scope));
    }
  }
  return { positional, keyword, more };
}
