import { type ModuleSpec, predictLoad } from '@plumb/architecture';
import type { Plain } from '@plumb/checkpoint';
import type { TensorShape } from '@plumb/contract';
import { exact, groupByModule, listParameters, type Parameter, total } from './count-modules.ts';
import type { PlanTable } from './remedy-plan.ts';

const LANGUAGE_MODEL = 'language_encoder.language_model.';
const VGGT = 'vggt_backbone.vggt.';

export type Flags = Readonly<{ freezeLanguage: boolean; freezeVggt: boolean }>;

export interface Shares {
  /** Built from its published weights, never trained. */
  readonly published: readonly Parameter[];
  /** Random at first: must be trained. */
  readonly fresh: readonly Parameter[];
  /** Kept from the checkpoint; trained on, or frozen. */
  readonly continued: readonly Parameter[];
  readonly frozen: readonly Parameter[];
}

export function readFlags(data: Plain): Flags {
  const at = (value: Plain | undefined, key: string): Plain | undefined =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as { [name: string]: Plain })[key]
      : undefined;
  const config = at(data, 'config');
  return {
    // defaults of configs/model_config.py (6c47f7f)
    freezeLanguage: (at(at(config, 'language'), 'freeze_encoder') ?? true) === true,
    freezeVggt: (at(at(config, 'vggt'), 'freeze_vggt') ?? false) === true,
  };
}

/** Prefixes of the layers of which something does not fit; the language model is one layer, replaced as a whole. */
export function lostLayers(tensors: readonly TensorShape[], model: ModuleSpec): string[] {
  const { mismatched, missing } = predictLoad(tensors, model, { strict: false });
  const layers = [...mismatched.map(({ name }) => name), ...missing].map((name) =>
    name.startsWith(LANGUAGE_MODEL) ? LANGUAGE_MODEL : name.slice(0, name.lastIndexOf('.') + 1) || name,
  );
  return [...new Set(layers)];
}

export function share(
  model: ModuleSpec,
  notKept: readonly string[],
  { freezeLanguage, freezeVggt }: Flags,
): Shares {
  const all = listParameters(model);
  const isNew = ({ name }: Parameter) => notKept.some((prefix) => name.startsWith(prefix));
  const isLanguage = ({ name }: Parameter) => name.startsWith(LANGUAGE_MODEL);
  const isFrozen = (parameter: Parameter) =>
    (freezeLanguage && isLanguage(parameter)) || (freezeVggt && parameter.name.startsWith(VGGT));
  return {
    published: all.filter((parameter) => isNew(parameter) && isLanguage(parameter)),
    fresh: all.filter((parameter) => isNew(parameter) && !isLanguage(parameter)),
    continued: all.filter((parameter) => !isNew(parameter) && !isFrozen(parameter)),
    frozen: all.filter((parameter) => !isNew(parameter) && isFrozen(parameter)),
  };
}

export function namesOf(parameters: readonly Parameter[]): string {
  return parameters.length === 0 ? 'none' : [...groupByModule(parameters, 3).keys()].join(', ');
}

export function shareTable({ published, fresh, continued, frozen }: Shares, flags: Flags): PlanTable {
  const rows = (parameters: readonly Parameter[], from: string, training: string) =>
    [...groupByModule(parameters)].map(([module, group]) => [module, exact(total(group)), from, training]);
  return {
    title: 'Where each parameter comes from',
    columns: ['module', 'parameters', 'from', 'in training'],
    rows: [
      ...rows(fresh, 'random values', 'must be trained'),
      ...rows(published, 'its published weights', flags.freezeLanguage ? 'frozen' : 'trained on'),
      ...rows(continued, 'the checkpoint', 'trained on'),
      ...rows(frozen, 'the checkpoint', 'frozen'),
    ],
  };
}

export function freshTable(fresh: readonly Parameter[]): PlanTable {
  const rows = fresh.map(({ name, shape, count }) => [name, `[${shape.join(', ')}]`, exact(count)]);
  return { title: 'To train from random values', columns: ['parameter', 'shape', 'count'], rows };
}
