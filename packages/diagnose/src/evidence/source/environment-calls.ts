import { dottedName, type Node, nodesOfType, positionalArguments } from '@plumb/python';
import type { Module } from './detector.ts';
import { methodOf, receiverOf, scopeOf } from './syntax.ts';

const SETS_STATE = /^(set_init_state|set_state|regenerate_obs_from_state|set_state_from_flattened)$/;

/** What a program does to one environment, in the order of the text. */
export interface EnvironmentCall {
  /** `uses`: anything else that looks at it, or hands it to somebody. */
  readonly kind: 'sets-state' | 'resets' | 'steps' | 'seeds' | 'closes' | 'uses';
  readonly call: Node;
  /** `env`, `self.env`. */
  readonly environment: string;
}

/** Calls on the environment that `name` stands for, by the function that runs them. */
export function callsOn(scope: Node, environment: string): EnvironmentCall[] {
  return nodesOfType(scope, 'call').flatMap((call): EnvironmentCall[] => {
    const receiver = receiverOf(call);
    const on = receiver && dottedName(receiver);
    if (on === environment) return [{ kind: kindOf(methodOf(call)), call, environment }];
    const handed = positionalArguments(call).some((argument) => dottedName(argument) === environment);
    const within = on?.startsWith(`${environment}.`);
    return handed || within ? [{ kind: 'uses', call, environment }] : [];
  });
}

function kindOf(method: string): EnvironmentCall['kind'] {
  if (SETS_STATE.test(method)) return 'sets-state';
  if (method === 'reset') return 'resets';
  if (method === 'step') return 'steps';
  if (method === 'seed') return 'seeds';
  return method === 'close' ? 'closes' : 'uses';
}

/** Calls that put an environment into a stored state, with the environment's name. */
export function stateSettings(module: Module): { call: Node; environment: string; scope: Node }[] {
  return nodesOfType(module.root, 'call').flatMap((call) => {
    const environment = dottedName(receiverOf(call));
    if (!environment || !SETS_STATE.test(methodOf(call)) || !isEnvironmentName(environment)) return [];
    return [{ call, environment, scope: scopeOf(call) }];
  });
}

/** `env`, `self._env`, `vec_env`: `set_state` alone is a common name (optimisers, tokenizers, pickling). */
export function isEnvironmentName(name: string): boolean {
  return /(^|[._])(env|envs|environment|venv|sim)\d*$/i.test(name);
}
