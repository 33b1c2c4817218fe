import { parseLoadError } from '../evidence/parse-load-error.ts';
import type { Facts } from '../facts.ts';
import type { Words } from '../texts/en.ts';

/** Tensors that differ alike: one row of the shape table. */
export interface ShapeRow {
  /** Layer indices are `*`: `language_model.layers.*.self_attn.q_proj.weight`. */
  readonly pattern: string;
  readonly count: number;
  readonly checkpoint: string;
  readonly model: string;
  readonly example: string;
}

export interface ShapeTable {
  /** Where the error was seen or predicted. */
  readonly place: string;
  readonly className: string;
  readonly rows: readonly ShapeRow[];
  readonly missing: readonly (readonly [pattern: string, count: number])[];
  readonly unexpected: readonly (readonly [pattern: string, count: number])[];
  readonly truncated: boolean;
}

/** One table for each distinct load error, observed before predicted. */
export function shapeTables(facts: Facts, { report: say }: Words): ShapeTable[] {
  const errors = [
    ...facts.logs.flatMap((log) =>
      log.loadErrors.map(({ line, message }) => ({ place: `${log.path}:${line}`, message })),
    ),
    ...facts.loads.flatMap(({ checkpoint, environment, error }) =>
      error === null ? [] : [{ place: say.predicted(say.inPlace(checkpoint, environment)), message: error }],
    ),
  ];
  const tables = new Map<string, ShapeTable>();
  for (const { place, message } of errors) {
    const error = parseLoadError(message);
    if (!error) continue;
    const rows = groupRows(error.mismatched);
    const key = JSON.stringify([error.className, rows]);
    const before = tables.get(key);
    const names = error.missing.length + error.unexpected.length;
    // the same load tried with strict=False has the same shapes and no names: the fuller one tells more
    if (before && total(before.missing) + total(before.unexpected) >= names) continue;
    tables.set(key, {
      place: before?.place ?? place,
      className: error.className,
      rows,
      missing: groupNames(error.missing),
      unexpected: groupNames(error.unexpected),
      truncated: error.truncated,
    });
  }
  const all = [...tables.values()];
  const whole = all.filter(({ truncated }) => !truncated);
  return whole.length > 0 ? whole : all;
}

function groupRows(
  mismatched: readonly { name: string; checkpoint: readonly number[]; model: readonly number[] }[],
): ShapeRow[] {
  const rows = new Map<string, ShapeRow>();
  for (const { name, checkpoint, model } of mismatched) {
    const pattern = patternOf(name);
    const shapes = { checkpoint: `[${checkpoint.join(', ')}]`, model: `[${model.join(', ')}]` };
    const key = `${pattern} ${shapes.checkpoint} ${shapes.model}`;
    const row = rows.get(key);
    rows.set(key, row ? { ...row, count: row.count + 1 } : { pattern, count: 1, ...shapes, example: name });
  }
  return [...rows.values()];
}

function groupNames(names: readonly string[]): [string, number][] {
  const groups = new Map<string, number>();
  for (const name of names) {
    const pattern = patternOf(name);
    groups.set(pattern, (groups.get(pattern) ?? 0) + 1);
  }
  return [...groups];
}

function patternOf(name: string): string {
  return name.replace(/(?<=\.|^)\d+(?=\.|$)/g, (index, at: number) =>
    // the index of a layer repeats; a Sequential's own (`projector.0.weight`) names one module
    /(?:layers|blocks?|h|layer|resblocks|frame_blocks|global_blocks)\.$/.test(name.slice(0, at))
      ? '*'
      : index,
  );
}

function total(groups: readonly (readonly [string, number])[]): number {
  return groups.reduce((sum, [, count]) => sum + count, 0);
}
