import type { ModuleSpec } from '@plumb/architecture';

/** A parameter of a model, with its full name. Buffers are none: nothing trains them. */
export interface Parameter {
  readonly name: string;
  readonly shape: readonly number[];
  readonly count: number;
}

/** Every parameter once: a tied one belongs to where it was registered first. */
export function listParameters(module: ModuleSpec, prefix = ''): Parameter[] {
  const own = module.parameters
    .filter(({ tiedTo }) => tiedTo === undefined)
    .map(({ name, shape }) => ({ name: prefix + name, shape, count: countOf(shape) }));
  return [...own, ...module.children.flatMap(([name, child]) => listParameters(child, `${prefix}${name}.`))];
}

export function countOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** Parameters by the module that a reader would name: the second level of a composite (`language_encoder.projector`). */
export function groupByModule(parameters: readonly Parameter[], depth = 2): Map<string, Parameter[]> {
  const groups = new Map<string, Parameter[]>();
  for (const parameter of parameters) {
    const segments = parameter.name.split('.');
    const module = segments.slice(0, Math.min(depth, segments.length - 1)).join('.') || '(top)';
    const group = groups.get(module);
    if (group) group.push(parameter);
    else groups.set(module, [parameter]);
  }
  return groups;
}

export function total(parameters: readonly Parameter[]): number {
  return parameters.reduce((sum, { count }) => sum + count, 0);
}

/** `688,896`. */
export function exact(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `44.1 %`; `0.04 %` where one digit would say nothing. */
export function percent(part: number, whole: number): string {
  const share = whole === 0 ? 0 : (100 * part) / whole;
  return `${share === 0 || share >= 0.1 ? share.toFixed(1) : share.toPrecision(1)} %`;
}
