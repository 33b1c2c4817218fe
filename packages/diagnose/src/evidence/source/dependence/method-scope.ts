import type { Node } from '@plumb/python';
import { type AttributeFact, type ClassFacts, factOf } from './class-facts.ts';
import type { Value } from './value.ts';

export type Names = Map<string, Value>;

export interface Given {
  readonly positional: readonly Value[];
  readonly keyword: ReadonlyMap<string, Value>;
  /** What `*args` and `**kwargs` hold. */
  readonly more: readonly Value[];
}

/** `forward` of a class of the repository; undefined where the name is none. */
export type CallClass = (name: string, from: MethodScope, given: Given) => Value | undefined;

/** What is known while one method runs in one configuration of its class. */
export interface MethodScope {
  readonly facts: ClassFacts;
  /** The conditions of the constructor, and how they turned out. */
  readonly decided: ReadonlyMap<string, boolean>;
  readonly callClass: CallClass;
  /** Runs another method of the same class. */
  readonly callMethod: (method: Node, names: Names, from: MethodScope) => Value;
  readonly depth: number;
  names: Names;
}

/** What an attribute holds; undefined where methods other than the constructor write it. */
export function attributeOf({ facts, decided }: MethodScope, name: string): AttributeFact | undefined {
  return facts.written.has(name) ? undefined : factOf(facts, name, decided);
}

/** Class that an attribute was built from: `SimpleBackbone` of `self.backbone = SimpleBackbone(config)`. */
export function moduleOf(scope: MethodScope, attribute: string): string | undefined {
  const fact = attributeOf(scope, attribute);
  return fact?.kind === 'module' ? fact.name : undefined;
}
