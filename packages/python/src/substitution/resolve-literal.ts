import { childrenOf, lineOf, type Node, nodesOfType } from '../parse.ts';
import type { Dataclass } from '../read-dataclasses.ts';
import { calleeName, positionalArguments } from '../syntax/calls.ts';
import { stringValue } from '../syntax/literal.ts';
import { assignmentsIn, enclosingClass, enclosingFunction, loopElements } from '../syntax/scopes.ts';
import type { NamedThing } from './substitution.ts';

/** Names are followed this often: a parameter of an attribute of a constant. Ends `a = b; b = a`. */
const MAX_STEPS = 6;

export interface ResolveContext {
  readonly file: string;
  readonly root: Node;
  readonly dataclasses: readonly Dataclass[];
}

/** What a node stands for, with the literal that it comes to when the source leaves only one. */
export function resolveLiteral(node: Node, context: ResolveContext, steps = 0): NamedThing {
  const text = node.text.replace(/\s+/g, ' ');
  const literal = stringValue(node);
  if (literal !== undefined) return { text, literal, literalPlace: `${context.file}:${lineOf(node)}` };
  if (steps >= MAX_STEPS) return { text };
  const follow = (next: Node | undefined): NamedThing => {
    return next ? { ...resolveLiteral(next, context, steps + 1), text } : { text };
  };
  if (node.type === 'identifier') return follow(valueOfName(node, context.root));
  if (node.type === 'call') return follow(defaultOfGet(node));
  if (node.type === 'boolean_operator') return follow(node.childForFieldName('right') ?? undefined);
  if (node.type !== 'attribute') return { text };
  if (/^(self|cls)\.\w+$/.test(text)) return follow(valueOfAttribute(node, text));
  return { text, ...fieldDefault(node, context) };
}

/** A local assignment, a parameter's default, or a module's constant; undefined where there are several. */
function valueOfName(node: Node, root: Node): Node | undefined {
  const elements = loopElements(node, node.text);
  if (elements) return elements[0];
  const scope = enclosingFunction(node);
  if (scope) {
    // what is assigned further down, in a handler, is not what stands here
    const local = assignmentsIn(scope).filter(
      ({ target, value }) => target === node.text && value.startIndex < node.startIndex,
    );
    if (local.length > 0) return local.length === 1 ? local[0]!.value : undefined;
    const parameters = scope.childForFieldName('parameters');
    for (const parameter of parameters ? childrenOf(parameters) : []) {
      const name =
        parameter.childForFieldName('name')?.text ?? childrenOf(parameter)[0]?.text ?? parameter.text;
      if (name === node.text) return parameter.childForFieldName('value') ?? undefined;
    }
  }
  const outer = assignmentsIn(root).filter(
    ({ target, value }) => target === node.text && !enclosingFunction(value) && !enclosingClass(value),
  );
  return outer.length === 1 ? outer[0]!.value : undefined;
}

/** `self.name = …` of the same class, or the class's own constant. */
function valueOfAttribute(node: Node, text: string): Node | undefined {
  const owner = enclosingClass(node);
  if (!owner) return undefined;
  const name = text.slice(text.indexOf('.') + 1);
  const found = assignmentsIn(owner).filter(
    ({ target, value }) => target === text || (target === name && !enclosingFunction(value)),
  );
  const others = found.filter(({ value }) => value.id !== node.id);
  return others.length === 1 ? others[0]!.value : undefined;
}

/** `getattr(config, "name", "default")`, `config.get("name", "default")`, `os.environ.get("NAME", "default")`. */
function defaultOfGet(call: Node): Node | undefined {
  const name = calleeName(call) ?? '';
  if (name === 'getattr') return positionalArguments(call)[2];
  if (/(^|\.)(get|getenv|pop)$/.test(name)) return positionalArguments(call)[1];
  return undefined;
}

/** The default of the dataclass field that an attribute names: the only one, or that of the class passed here. */
function fieldDefault(node: Node, context: ResolveContext): Partial<NamedThing> {
  const name = node.childForFieldName('attribute')?.text;
  const found = context.dataclasses.flatMap((dataclass) => {
    const field = dataclass.fields.find((candidate) => candidate.name === name);
    return typeof field?.default === 'string' ? [{ dataclass, field, value: field.default }] : [];
  });
  const chosen = found.length > 1 ? found.filter(({ dataclass }) => fits(node, dataclass)) : found;
  const [first] = chosen;
  if (!first || chosen.some(({ value }) => value !== first.value)) return argumentDefault(name, context);
  return {
    literal: first.value,
    literalPlace: `${first.dataclass.file}:${first.field.line}`,
    field: `${first.dataclass.name}.${first.field.name}`,
  };
}

/** `config: LanguageConfig` in the signature, or the same word in both names: `LanguageEncoder`, `LanguageConfig`. */
function fits(node: Node, dataclass: Dataclass): boolean {
  const base = /^(?:self\.)?(\w+)/.exec(node.text)?.[1];
  const parameters = enclosingFunction(node)?.childForFieldName('parameters');
  for (const parameter of parameters ? childrenOf(parameters) : []) {
    if (!/^typed/.test(parameter.type) || !new RegExp(`^${base}\\b`).test(parameter.text)) continue;
    return new RegExp(`\\b${dataclass.name}\\b`).test(parameter.childForFieldName('type')?.text ?? '');
  }
  const stem = dataclass.name.replace(/(Config|Args|Arguments|Settings|Params)$/, '');
  const owner = enclosingClass(node)?.childForFieldName('name')?.text ?? '';
  return stem !== '' && owner.startsWith(stem);
}

/** `parser.add_argument("--model_name", default="…")` of the same file. */
function argumentDefault(name: string | undefined, context: ResolveContext): Partial<NamedThing> {
  const found: Node[] = [];
  for (const call of nodesOfType(context.root, 'call')) {
    if (!calleeName(call)?.endsWith('.add_argument')) continue;
    const flags = positionalArguments(call).map((flag) =>
      stringValue(flag)?.replace(/^--?/, '').replaceAll('-', '_'),
    );
    if (name === undefined || !flags.includes(name)) continue;
    const given = nodesOfType(call, 'keyword_argument').find(
      (argument) => argument.childForFieldName('name')?.text === 'default',
    );
    const value = given?.childForFieldName('value');
    if (value) found.push(value);
  }
  const literal = found.length === 1 ? stringValue(found[0]) : undefined;
  return literal === undefined ? {} : { literal, literalPlace: `${context.file}:${lineOf(found[0]!)}` };
}
