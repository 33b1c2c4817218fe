import { isKind } from './calls/argument.ts';
import type { GlobalUse } from './checkpoint.ts';
import { findWeapon } from './dangerous-globals.ts';
import { openOmegaConf } from './open-omegaconf.ts';
import type { PickleValue } from './pickle-value.ts';

const LIMITS = {
  /** Nesting of the configs that are looked into. */
  depth: 32,
  /** Values looked at. A config has hundreds; an optimizer's state beside it thousands. */
  values: 200_000,
};

export interface TargetVerdict {
  readonly globals: readonly GlobalUse[];
  readonly notes: readonly string[];
}

/** OmegaConf allows spaces around the name of a resolver. */
const EXPRESSION = /\$\{\s*eval\s*:/;

/** What a config may name with good reason, though it fetches: `torch.hub.load` of an encoder. */
const LIBRARIES = /^(?:torch|transformers|huggingface_hub|numpy|pandas|tensorflow|jax|keras)\b/;

/**
 * A config in a checkpoint names code too: `hydra.utils.instantiate` calls what stands under `_target_`, and whoever
 * registers `eval` as a resolver (Diffusion Policy) runs what stands in `${eval:…}`. Opening the file does neither.
 */
export function judgeTargets(value: PickleValue, place: string): TargetVerdict {
  const found = collect(value);
  const globals = [...found.targets].flatMap((name): GlobalUse[] => {
    const dot = name.lastIndexOf('.');
    const weapon = LIBRARIES.test(name)
      ? undefined
      : findWeapon(name.slice(0, Math.max(dot, 0)), name.slice(dot + 1));
    const reason = 'a config names it as `_target_`: hydra calls it when it builds the model';
    return weapon === undefined ? [] : [{ name, verdict: 'dangerous', reason, offset: 0, file: place }];
  });
  const expressions = [...found.expressions].filter((text) =>
    /__|\b(?:import|exec|eval|open|getattr|compile)\b/.test(text.replace(EXPRESSION, '')),
  );
  for (const text of expressions)
    globals.push({
      name: text,
      verdict: 'dangerous',
      reason: 'an expression in a config, which a resolver `eval` runs, and no arithmetic',
      offset: 0,
      file: place,
    });
  return { globals, notes: describe(found) };
}

interface Found {
  readonly targets: Set<string>;
  readonly expressions: Set<string>;
}

function collect(root: PickleValue): Found {
  const found: Found = { targets: new Set(), expressions: new Set() };
  const seen = new Set<PickleValue>();
  const walk = (value: PickleValue, depth: number): void => {
    if (typeof value === 'string' && EXPRESSION.test(value)) found.expressions.add(value);
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return;
    if (depth > LIMITS.depth || seen.size > LIMITS.values || seen.has(value)) return;
    seen.add(value);
    if (isKind(value, 'list') || isKind(value, 'tuple'))
      for (const item of value.items) walk(item, depth + 1);
    const inside = isKind(value, 'object') ? (openOmegaConf(value) ?? value.state) : undefined;
    if (inside !== undefined) walk(inside, depth + 1);
    if (!isKind(value, 'dict')) return;
    for (const [key, item] of value.entries) {
      if (key === '_target_' && typeof item === 'string') found.targets.add(item);
      walk(item, depth + 1);
    }
  };
  walk(root, 0);
  return found;
}

function describe({ targets, expressions }: Found): string[] {
  if (targets.size === 0 && expressions.size === 0) return [];
  const what = [
    ...(targets.size > 0 ? [`${targets.size} callables (\`_target_\`) that hydra calls`] : []),
    ...(expressions.size > 0
      ? [`${expressions.size} expressions (\`\${eval:…}\`) that Diffusion Policy's scripts run`]
      : []),
  ];
  return [
    `A config saved in it names ${what.join(' and ')} to build the model: trust it as you trust a script. The verdict looks for known weapons there, no more.`,
  ];
}
