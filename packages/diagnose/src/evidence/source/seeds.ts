import { definedName, dottedName, enclosingFunction, findCalls, positionalArguments } from '@plumb/python';
import { detectionAt, perModule } from './detector.ts';
import { isEnvironmentName } from './environment-calls.ts';
import { knownValue } from './known-value.ts';
import { receiverOf } from './syntax.ts';

const id = 'seeds';

/** What the environment's generator is seeded with: object and fixture placement depend on it, fixed init states or not. */
export const seeds = perModule(id, /env\w*\.seed\(/i, (module) =>
  findCalls(module.root, 'seed').flatMap((call) => {
    const [seed] = positionalArguments(call);
    const environment = dottedName(receiverOf(call));
    if (!seed || !environment || !isEnvironmentName(environment)) return [];
    const value = knownValue(seed, module);
    // a wrapper that hands a seed on decides nothing
    const within = enclosingFunction(call);
    if (typeof value !== 'number' && (!/seed/i.test(seed.text) || (within && definedName(within) === 'seed')))
      return [];
    return [
      detectionAt(id, module, call, { environment, seed: typeof value === 'number' ? value : seed.text }),
    ];
  }),
);
