import { argumentOf, childrenOf, findCalls, literalValue, type Node, nodesOfType } from '@plumb/python';
import type { Module } from './detector.ts';
import { assignmentsTo, methodOf, scopeOf } from './syntax.ts';

/** A chain of picture transforms: `transforms.Compose([…])`. */
export interface ImagePipeline {
  readonly node: Node;
  readonly normalises: Normalisation;
}

/** `none`, a scheme that has a name, or the numbers as written. */
export type Normalisation = string;

const KNOWN: readonly [RegExp, string][] = [
  [/^\[0\.485,0\.456,0\.406\]\/\[0\.229,0\.224,0\.225\]$/, 'ImageNet'],
  [/^\[?0\.5(,0\.5,0\.5\])?\/\[?0\.5(,0\.5,0\.5\])?$/, 'to [-1, 1]'],
  [/^\[0\.4814\d*,0\.4578\d*,0\.4082\d*\]\//, 'CLIP'],
];

/** Pipelines of a file that end in a tensor. */
export function imagePipelines(module: Module): ImagePipeline[] {
  return findCalls(module.root, 'Compose').flatMap((node) => {
    const steps = nodesOfType(node, 'call').map(methodOf);
    if (!steps.some((step) => /^(ToTensor|ToImage|ToDtype|PILToTensor|Normalize)$/.test(step))) return [];
    const [normalise] = findCalls(node, 'Normalize');
    return [{ node, normalises: normalise ? nameOf(normalise, module) : 'none' }];
  });
}

function nameOf(normalise: Node, module: Module): Normalisation {
  const text = ['mean', 'std']
    .map((name, i) => valueText(argumentOf(normalise, name, i), module))
    .join('/')
    .replace(/[\s]/g, '');
  return KNOWN.find(([pattern]) => pattern.test(text))?.[1] ?? text;
}

function valueText(node: Node | undefined, module: Module): string {
  if (!node) return '?';
  if (node.type === 'identifier') {
    const given = [scopeOf(node), module.root].flatMap((scope) => assignmentsTo(scope, node.text));
    if (given.length > 0 && given[0]!.value.text !== node.text) return valueText(given[0]!.value, module);
  }
  const value = literalValue(node);
  // np.array([…]) holds the list
  const [inner] =
    value === undefined && node.type === 'call' ? childrenOf(node.childForFieldName('arguments')!) : [];
  return inner ? valueText(inner, module) : value === undefined ? node.text : JSON.stringify(value);
}

/** `(x - mean) / std` inside a network's own class. */
export interface InnerNormalisation {
  readonly node: Node;
  /** Condition under which `forward` gets there. */
  readonly when: string | undefined;
  /** Values are cut to [0, 1] before: a picture that was normalised already loses all that is darker than the mean. */
  readonly clamps: boolean;
}

export function innerNormalisations(module: Module): InnerNormalisation[] {
  return nodesOfType(module.root, 'class_definition').flatMap((holder) => {
    if (!/Module|Model|Encoder/.test(holder.childForFieldName('superclasses')?.text ?? '')) return [];
    return nodesOfType(holder, 'binary_operator')
      .filter(isNormalisation)
      .map((node) => {
        const method = scopeOf(node);
        return {
          node,
          when: conditionFromForward(holder, method),
          clamps: findCalls(method, 'clamp', 'clip').length > 0,
        };
      });
  });
}

function isNormalisation(node: Node): boolean {
  const left = node.childForFieldName('left');
  const inner = left?.type === 'parenthesized_expression' ? childrenOf(left)[0] : undefined;
  return (
    node.childForFieldName('operator')?.text === '/' &&
    inner?.type === 'binary_operator' &&
    inner.childForFieldName('operator')?.text === '-' &&
    /mean/i.test(inner.childForFieldName('right')?.text ?? '') &&
    /std/i.test(node.childForFieldName('right')?.text ?? '') &&
    !/action|target|state|label|feature|hidden/i.test(node.text)
  );
}

/** Goes back from a method to `forward`, and says what must hold for the call there. */
function conditionFromForward(holder: Node, method: Node): string | undefined {
  const methods = nodesOfType(holder, 'function_definition');
  let reached = new Set([name(method)]);
  for (let i = 0; i < methods.length && !reached.has('forward'); i++) {
    const callers = methods.filter((each) => callsAny(each, reached));
    const direct = callers.find((each) => name(each) === 'forward');
    if (direct) return conditionAround(direct, reached);
    reached = new Set([...reached, ...callers.map(name)]);
  }
  return undefined;
}

function callsAny(method: Node, names: ReadonlySet<string>): boolean {
  return nodesOfType(method, 'call').some((call) => names.has(methodOf(call)));
}

function conditionAround(forward: Node, names: ReadonlySet<string>): string | undefined {
  const call = nodesOfType(forward, 'call').findLast((each) => names.has(methodOf(each)));
  for (
    let inner = call, outer = call?.parent;
    inner && outer && outer.id !== forward.id;
    inner = outer, outer = outer.parent
  ) {
    if (outer.type !== 'if_statement') continue;
    const condition = outer.childForFieldName('condition')?.text;
    const holds = outer.childForFieldName('consequence')?.id === inner.id;
    return holds ? condition : `not (${condition})`;
  }
  return undefined;
}

function name(method: Node): string {
  return method.childForFieldName('name')?.text ?? '';
}
